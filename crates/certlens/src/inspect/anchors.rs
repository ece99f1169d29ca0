//! What is trusted: what the user named, and what a Secret or a mounted file calls its CA.

use crate::inventory::{Inventory, Origin};
use crate::settings::{Settings, Trust};

/// Keys under which Kubernetes, cert-manager and the service meshes mount what a workload trusts.
const TRUSTED_KEYS: [&str; 7] =
    ["ca.crt", "ca-bundle.crt", "ca-cert.pem", "root-cert.pem", "service-ca.crt", "cacert", "caBundle"];

/// The settings with the anchors of `inventory` added to those that the user named.
///
/// A certificate is an anchor because an entry or a file called `ca.crt`, or as one of the others, holds it; never because
/// it was pasted.
pub(super) fn settings(inventory: &Inventory, given: &Settings) -> Settings {
    let Trust::Chosen(chosen) = &given.trust;
    let trusted = inventory.objects.iter().filter(|object| object.origins.iter().any(is_trusted));
    let mut anchors: Vec<[u8; 32]> = trusted
        .filter(|object| inventory.certificate(object.id).is_some())
        .filter_map(crate::inventory::Object::sha256)
        .filter(|fingerprint| !chosen.contains(fingerprint))
        .collect();
    anchors.extend(chosen);
    Settings { trust: Trust::Chosen(anchors), ..given.clone() }
}

fn is_trusted(origin: &Origin) -> bool {
    let name = match origin.place.trail.as_slice() {
        _ if origin.place.is_overridden => return false,
        [] => origin.place.name.rsplit(['/', '\\']).next().unwrap_or_default(),
        trail => {
            trail.iter().map(String::as_str).find(|step| TRUSTED_KEYS.contains(step)).unwrap_or_default()
        }
    };
    TRUSTED_KEYS.contains(&name)
}
