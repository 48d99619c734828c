"""What may be typed. Forms validate and never save: actions do."""
