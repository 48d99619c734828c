import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_assessments"),
        ("cases", "0010_take_an_assessment_out_of_the_return"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_authorised_by_somebody",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="finished_assessment_never_reopens",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.\"state\" = 'withdrawn' AND NOT (NEW.\"state\" = 'withdrawn')) OR (OLD.\"state\" = 'authorised' AND NOT (NEW.\"state\" IN ('authorised', 'withdrawn'))))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e7fc586eedccc8d198228669a34bb84d92467dee",
                    operation="UPDATE",
                    pgid="pgtrigger_finished_assessment_never_reopens_4f906",
                    table="assessments_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("authorised_at__isnull", False),
                        ("authorised_by__isnull", False),
                        ("state__in", ["authorised", "withdrawn"]),
                    ),
                    models.Q(
                        models.Q(("state", "authorised"), _negated=True),
                        ("authorised_at", None),
                        ("authorised_by", None),
                    ),
                    _connector="OR",
                ),
                name="assessment_authorised_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("authorised_by", None),
                    ("withdrawn_by", None),
                    models.Q(("withdrawn_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="assessment_in_error_says_another",
            ),
        ),
    ]
