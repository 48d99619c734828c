"""That somebody has answered the mirror was kept by their name, and now by a mark that only the secret key leads to."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.crypto import salted_hmac


def mark(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As practice/learning/models/mirror.py makes marks."""
    for taken in apps.get_model("learning", "MirrorTaken").objects.all():
        value = f"{taken.quarter}:{taken.staff_id}"
        taken.mark = salted_hmac("learning.mirror", value, algorithm="sha256").hexdigest()
        taken.save(update_fields=["mark"])


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_observe_practice_mirror_leaders_train_and_affirm")]

    operations = [
        migrations.AddField("mirrortaken", "mark", models.CharField(max_length=64, null=True)),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint("mirrortaken", "mirror_taken_once_a_quarter"),
        migrations.RemoveField("mirrortaken", "staff"),
        migrations.AlterField("mirrortaken", "mark", models.CharField(max_length=64, unique=True)),
        migrations.AddConstraint(
            "mirrortaken",
            models.CheckConstraint(name="mirror_taken_has_a_mark", condition=models.Q(("mark", ""), _negated=True)),
        ),
    ]
