"""Writers: papers -> other formats."""
