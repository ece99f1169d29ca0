//! What the next renewal does to a pin.

use crate::pin::Pinned;
use crate::x509::certificate::Certificate;

/// How long a pin of this certificate, or of its key, holds, and what to do before it breaks.
#[must_use]
pub fn sentence(certificate: &Certificate, of: Pinned) -> String {
    let not_after = &certificate.validity.not_after;
    let until = not_after.instant.map_or_else(|| not_after.text.clone(), |instant| instant.to_string());
    match (of, certificate.is_ca()) {
        (Pinned::Certificate, false) => format!(
            "A pin of this certificate breaks at its next renewal, at the latest on {until}, even if the key stays the same: \
             have both ends accept the next certificate's pin beside this one before it is put in place, or pin the key."
        ),
        (Pinned::PublicKey, false) => "A pin of this key holds as long as renewals keep the key. cert-manager keeps it before \
             1.18 and makes a new one from 1.18 on, unless `privateKey.rotationPolicy` (`Never` or `Always`) says otherwise; \
             signing the same request again keeps it. Pin the next key beside this one, so that a change of key breaks nothing."
            .to_owned(),
        (Pinned::Certificate, true) => format!(
            "A pin of this CA's certificate survives the renewals of what the CA issues and breaks when the CA's own certificate \
             is renewed, at the latest on {until}: add the next CA's pin before that."
        ),
        (Pinned::PublicKey, true) => "A pin of this CA's key survives the renewals of what the CA issues, and those of the CA's \
             certificate that keep its key. It accepts every certificate that this CA issues: pin the end entity's key where \
             that is too much."
            .to_owned(),
    }
}
