from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_keep_all_of_the_looked_after_return")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="last_talked_about_on",
            field=models.DateField(help_text="In supervision: kept by the floor above", null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                F("last_talked_about_on").asc(nulls_first=True),
                "id",
                condition=Q(closed_on=None),
                include=("team",),
                name="case_by_talked_about",
            ),
        ),
        migrations.AlterField(
            model_name="chronologyentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("referral", "Referral"),
                    ("case", "Case"),
                    ("worker", "Worker"),
                    ("pathway", "Pathway"),
                    ("people", "People and network"),
                    ("visit", "Visit"),
                    ("strength", "Strength"),
                    ("worry", "Worry"),
                    ("goal", "Goal"),
                    ("placement", "Where a child lives"),
                    ("review", "Review or conference"),
                    ("assessment", "Assessment"),
                    ("decision", "Decision"),
                    ("event", "Significant event"),
                ],
                max_length=20,
            ),
        ),
    ]
