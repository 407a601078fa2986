"""Which act of the business refuses which kind of request."""

from __future__ import annotations

from typing import Final

from chikai.law.appi.art27_provision import RefuseOptOutStop
from chikai.law.appi.art28_foreign import RefuseForeignMeasures
from chikai.law.appi.art32_accessible import RefuseNoticeOfPurpose
from chikai.law.appi.art33_disclosure import RefuseDisclosure, RefuseRecordDisclosure
from chikai.law.appi.art34_correction import RefuseCorrection
from chikai.law.appi.art35_cessation import RefuseCessation
from chikai.law.kinds import RequestKind

REFUSAL: Final[dict[RequestKind, type]] = {
    RequestKind.NOTICE_OF_PURPOSE: RefuseNoticeOfPurpose,
    RequestKind.DISCLOSURE: RefuseDisclosure,
    RequestKind.RECORD_DISCLOSURE: RefuseRecordDisclosure,
    RequestKind.CORRECTION: RefuseCorrection,
    RequestKind.CESSATION_VIOLATION: RefuseCessation,
    RequestKind.PROVISION_STOP_VIOLATION: RefuseCessation,
    RequestKind.CESSATION_NEED_ENDED: RefuseCessation,
    RequestKind.OPT_OUT_STOP: RefuseOptOutStop,
    RequestKind.FOREIGN_MEASURES_INFO: RefuseForeignMeasures,
}
"""A complaint has none: Article 40 is a duty of effort, and nothing is refused."""
