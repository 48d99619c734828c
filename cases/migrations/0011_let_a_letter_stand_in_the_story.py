from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_take_an_assessment_out_of_the_return")]

    operations = [
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
                    ("quote", "Their words"),
                    ("goal", "Goal"),
                    ("placement", "Where a child lives"),
                    ("review", "Review or conference"),
                    ("letter", "Letter"),
                    ("assessment", "Assessment"),
                    ("decision", "Decision"),
                    ("event", "Significant event"),
                ],
                max_length=20,
            ),
        ),
    ]
