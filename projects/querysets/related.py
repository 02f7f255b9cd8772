"""Rows of other models, reached by relations: the models import the querysets."""


def related_rows(model, *relations):
    """Return all rows of the model that the relations lead to, as in
    ``related_rows(Case, "gate_decisions", "conditions")``.
    """
    for name in relations:
        model = model._meta.get_field(name).related_model
    return model.objects.all()
