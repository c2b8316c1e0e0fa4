"""What every window needs and no screen owns: theme, language, icons, commands, tasks."""
