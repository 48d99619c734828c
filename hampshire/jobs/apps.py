from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "hampshire.jobs"
    label = "jobs"
    verbose_name = "Long work"
