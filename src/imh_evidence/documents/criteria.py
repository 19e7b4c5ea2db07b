"""A question as a JSON document."""

from ..model.criteria import Criteria
from .document import Document


#: A question as a document: ``CRITERIA.to_json(question)``, ``CRITERIA.load(path)``.
CRITERIA = Document("criteria", Criteria)
