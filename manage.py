#!/usr/bin/env python
"""Run one management command, against the same services as the demo."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hampshire.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
