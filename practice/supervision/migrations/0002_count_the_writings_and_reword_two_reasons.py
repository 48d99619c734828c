from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_supervision_its_agenda_and_how_often")]

    operations = [
        migrations.AddField(
            model_name="supervision",
            name="version",
            field=models.PositiveIntegerField(
                default=0, help_text="Counts the writings, so that nobody agrees what they have not read"
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="why",
            field=models.CharField(
                choices=[
                    ("fall", "Their rating fell"),
                    ("rupture", "Trust was strained"),
                    ("gap", "Voices apart"),
                    ("stuck", "A plan that is stuck"),
                    ("late", "Past its day"),
                    ("good", "A good moment"),
                    ("quiet", "Not talked about lately"),
                    ("decision", "A decision left open"),
                    ("chosen", "Chosen from the caseload"),
                    ("own", "Brought by one of us"),
                ],
                max_length=10,
            ),
        ),
    ]
