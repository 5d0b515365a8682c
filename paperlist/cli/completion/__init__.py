"""Completion in bash, zsh, fish and PowerShell: their questions, and what they can insert."""
