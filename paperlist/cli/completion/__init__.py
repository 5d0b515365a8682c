"""Completion in bash, zsh, fish and PowerShell."""
