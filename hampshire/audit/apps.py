from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hampshire.audit"
    label = "audit"
    verbose_name = "Audit"
