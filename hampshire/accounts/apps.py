from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hampshire.accounts"
    label = "accounts"
    verbose_name = "Staff and teams"
