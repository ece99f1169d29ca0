//! When cert-manager renews a certificate.

use crate::config::cert_manager::RequestedCertificate;
use crate::inspect::Inspection;
use crate::inventory::Origin;
use crate::span::ObjectId;
use crate::time::Timestamp;
use crate::x509::certificate::Certificate;

/// When a certificate is renewed.
pub(super) struct Renewal {
    /// None where it cannot be told.
    pub(super) time: Option<Timestamp>,
    /// The `Certificate` that says so; none where it is cert-manager's default.
    pub(super) told_by: Option<String>,
}

/// As the `Certificate` says that writes its Secret; without one, of a certificate that is no CA's, when two thirds of its lifetime
/// are over (cert-manager 1.16: `renewBefore` is a third of the duration unless it is given).
pub(super) fn renewal(inspection: &Inspection, id: ObjectId, certificate: &Certificate) -> Option<Renewal> {
    let begin = certificate.validity.not_before.instant?;
    let end = certificate.validity.not_after.instant?;
    let lifetime = end.0.checked_sub(begin.0).and_then(|lifetime| u64::try_from(lifetime).ok());
    let lifetime = lifetime.filter(|lifetime| *lifetime > 0)?;
    let before_end = |seconds: u64| Some(Timestamp(end.0.checked_sub(i64::try_from(seconds).ok()?)?));
    let Some(request) = request(inspection, id) else {
        let time = before_end(lifetime / 3).filter(|_| !certificate.is_ca());
        return time.map(|time| Renewal { time: Some(time), told_by: None });
    };
    // What cert-manager says of itself is of the certificate that it issued last, which may be another.
    let stated = request.renewal_time.as_ref().and_then(|time| time.value.parse::<Timestamp>().ok());
    let time = stated
        .filter(|time| (begin..=end).contains(time))
        .or_else(|| before_end(request.renewal_of(lifetime)).filter(|_| !request.has_renewal_policy));
    Some(Renewal { time, told_by: Some(request.title()) })
}

/// The `Certificate` in the paste that cert-manager writes to the Secret whose own certificate this is.
fn request(inspection: &Inspection, id: ObjectId) -> Option<&RequestedCertificate> {
    let requests = &inspection.configuration.certificates;
    if requests.is_empty() {
        return None;
    }
    let object = inspection.inventory.object(id)?;
    object.own_origins().filter(|origin| is_own(origin)).find_map(|origin| {
        let secret = inspection.manifests.get(origin.place.manifest?)?;
        requests.iter().find(|request| {
            let namespace = request.namespace.as_ref().map(|stated| &stated.value);
            let is_other = namespace.zip(secret.namespace.as_ref()).is_some_and(|(own, other)| own != other);
            let name = request.secret_name.as_ref().map(|stated| &stated.value);
            name.is_some() && name == secret.name.as_ref() && !is_other
        })
    })
}

/// True of the first certificate of `tls.crt`: those after it, and `ca.crt`, are others' to renew.
fn is_own(origin: &Origin) -> bool {
    origin.place.is_presented() && origin.place.block.is_none_or(|(number, _)| number == 1)
}
