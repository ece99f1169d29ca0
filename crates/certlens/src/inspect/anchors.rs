//! What is trusted: what the user named, and what a Secret or a mounted file calls its CA.

use crate::inventory::{Inventory, Origin};
use crate::settings::Settings;

/// Keys under which Kubernetes, cert-manager and the service meshes mount what a workload trusts.
const TRUSTED_KEYS: [&str; 7] =
    ["ca.crt", "ca-bundle.crt", "ca-cert.pem", "root-cert.pem", "service-ca.crt", "cacert", "caBundle"];

/// The settings with the anchors of `inventory` added to those that the user named.
///
/// A certificate is an anchor because an entry or a file called `ca.crt`, or as one of the others, holds it, or a source from
/// number `first_trusted` on; never because it was pasted, nor because it once was one: the copy that `kubectl apply` keeps may be
/// older than what is mounted.
pub(super) fn settings(inventory: &Inventory, first_trusted: usize, given: &Settings) -> Settings {
    let is_given = |origin: &Origin| origin.span.source >= first_trusted || is_trusted(origin);
    let trusted = inventory.objects.iter().filter(|object| object.own_origins().any(is_given));
    let certificates = trusted.filter(|object| inventory.certificate(object.id).is_some());
    let mut settings = given.clone();
    settings.trust.extend(certificates.filter_map(crate::inventory::Object::sha256));
    settings
}

fn is_trusted(origin: &Origin) -> bool {
    let name = match origin.place.trail.as_slice() {
        [] => origin.place.name.rsplit(['/', '\\']).next().unwrap_or_default(),
        trail => {
            trail.iter().map(String::as_str).find(|step| TRUSTED_KEYS.contains(step)).unwrap_or_default()
        }
    };
    TRUSTED_KEYS.contains(&name)
}
