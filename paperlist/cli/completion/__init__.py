"""Completion by the shell: what it may insert, and what bash, zsh, fish and PowerShell ask."""
