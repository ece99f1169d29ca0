//! What changes between two versions of a Secret or of some certificates, and who will notice.

use std::collections::{BTreeMap, HashMap};

use crate::crypto::key_match;
use crate::inspect::{Inspection, inspect};
use crate::inventory::{Content, Object, Origin};
use crate::peer::{self, Files, Side};
use crate::rule::Severity;
use crate::settings::Settings;
use crate::sort;
use crate::source::Source;
use crate::x509::certificate::Certificate;
use crate::x509::private_key::PrivateKeyFacts;

mod changes;
mod consequences;
mod entries;
mod stacks;
mod trust;

/// Two versions, compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// The Secrets, or the files, that stand for each other.
    pub pairs: Vec<PairDiff>,
}

/// Two versions of one Secret, or of one file's certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairDiff {
    /// What the old version is called; none where there is no old version.
    pub old: Option<String>,
    /// What the new version is called; none where there is no new version.
    pub new: Option<String>,
    /// What differs; nothing else does.
    pub changes: Vec<Change>,
    /// What follows from it, the gravest first.
    pub consequences: Vec<Consequence>,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name, as in the document of an inspection.
    pub field: &'static str,
    /// What the old version has and the new one has not.
    pub removed: Vec<String>,
    /// What the new version has and the old one has not.
    pub added: Vec<String>,
}

/// What follows from the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// A stable name in kebab case.
    pub code: &'static str,
    /// An error breaks a connection.
    pub severity: Severity,
    /// Who notices what, and what to do.
    pub message: String,
}

/// One version: what a workload presents, and what it trusts.
#[derive(Debug, Clone)]
struct Version<'a> {
    name: String,
    /// As TLS sends them; the first is judged.
    presented: Vec<&'a Object>,
    trusted: Vec<&'a Object>,
    /// What is known of its private keys.
    keys: Vec<&'a PrivateKeyFacts>,
    /// What the workload mounts. Input only: it may hold a key, which is wiped with it.
    files: Files,
}

/// Compares the certificates of `old` and `new`. Secrets of one name stand for each other; where each side has but one group
/// of certificates, these do. The time of `settings` decides what is valid.
#[must_use]
pub fn compare(old: &[Source], new: &[Source], settings: &Settings) -> Diff {
    let (old_found, new_found) = (inspect(old, settings), inspect(new, settings));
    let old = versions(&old_found, peer::mounts(old));
    let new = versions(&new_found, peer::mounts(new));
    let pairs = match (old.as_slice(), new.as_slice()) {
        ([old], [new]) => vec![pair(Some(old), Some(new), settings)],
        _ => {
            let (known, found) = (by_name(&old), by_name(&new));
            let kept = old.iter().map(|old| pair(Some(old), found.get(old.name.as_str()).copied(), settings));
            let fresh = new.iter().filter(|new| !known.contains_key(new.name.as_str()));
            kept.chain(fresh.map(|new| pair(None, Some(new), settings))).collect()
        }
    };
    Diff { pairs }
}

fn by_name<'v, 'a>(versions: &'v [Version<'a>]) -> HashMap<&'v str, &'v Version<'a>> {
    versions.iter().rev().map(|version| (version.name.as_str(), version)).collect()
}

fn pair(old: Option<&Version<'_>>, new: Option<&Version<'_>>, settings: &Settings) -> PairDiff {
    let changes = changes::between(old, new);
    let mut consequences = match (old, new) {
        (Some(old), Some(new)) => consequences::of(old, new, &changes, settings),
        (Some(old), None) => vec![Consequence {
            code: "removed",
            severity: Severity::Warning,
            message: format!(
                "The new version has nothing in place of {}: whoever mounts it keeps what it has until it restarts, and then \
                 fails to start. Keep it until nothing mounts it.",
                old.name
            ),
        }],
        (None, _) => Vec::new(),
    };
    sort::by_key(&mut consequences, |consequence| core::cmp::Reverse(consequence.severity));
    let name = |version: Option<&Version<'_>>| version.map(|version| version.name.clone());
    PairDiff { old: name(old), new: name(new), changes, consequences }
}

/// A certificate at one of the places where it stands.
type Find<'a> = (&'a Origin, &'a Object);

/// The Secrets, in their order, and all that stands in none as one more.
fn versions(inspection: &Inspection, mounts: Vec<(Option<usize>, Side)>) -> Vec<Version<'_>> {
    let anchors = &inspection.settings.trust;
    let mut groups: BTreeMap<(bool, Option<usize>), (Side, Vec<Find<'_>>)> = BTreeMap::new();
    for (manifest, side) in mounts {
        groups.entry((manifest.is_none(), manifest)).or_default().0 = side;
    }
    for object in &inspection.inventory.objects {
        let is_key = matches!(object.content, Content::PrivateKey(_));
        for origin in object.own_origins().filter(|_| is_key || certificate(object).is_some()) {
            let manifest = origin.place.manifest;
            groups.entry((manifest.is_none(), manifest)).or_default().1.push((origin, object));
        }
    }
    let mut versions = Vec::new();
    for ((is_loose, _), (side, mut found)) in groups {
        sort::by_key(&mut found, |(origin, _)| (origin.span.source, origin.span.start));
        let place = found.first().map(|(first, _)| &first.place);
        let name = place.map(|place| place.object.clone().unwrap_or_else(|| place.name.clone()));
        let name = name.unwrap_or(side.title);
        let keys = found.iter().filter_map(|(_, object)| private_key(object)).collect();
        found.retain(|(_, object)| certificate(object).is_some());
        let is_trusted = |origin: &Origin, object: &Object| {
            !origin.place.is_presented()
                && object.sha256().is_some_and(|fingerprint| anchors.contains(&fingerprint))
        };
        let (trusted, presented): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(origin, object)| is_trusted(origin, object));
        let (presented, trusted) = (objects(presented), objects(trusted));
        let mut version = Version { name, presented, trusted, keys, files: side.files };
        if is_loose {
            roles(&mut version);
        }
        versions.push(version);
    }
    versions
}

fn objects<'a>(found: Vec<Find<'a>>) -> Vec<&'a Object> {
    found.into_iter().map(|(_, object)| object).collect()
}

/// The roles of certificates that no Secret gives one: what is presented begins with the one that is no CA's, and a CA that
/// issued itself is what the peers trust.
fn roles(version: &mut Version<'_>) {
    let is_ca = |object: &&Object| certificate(object).is_some_and(Certificate::is_ca);
    if !version.presented.iter().all(is_ca) {
        let (roots, presented): (Vec<&Object>, Vec<&Object>) = version.presented.iter().partition(|object| {
            is_ca(object) && certificate(object).is_some_and(Certificate::is_self_issued)
        });
        version.presented = presented;
        version.trusted.extend(roots);
    }
    sort::by_key(&mut version.presented, |object| is_ca(object));
}

fn certificate(object: &Object) -> Option<&Certificate> {
    match &object.content {
        Content::Certificate(certificate) => Some(certificate),
        _ => None,
    }
}

fn private_key(object: &Object) -> Option<&PrivateKeyFacts> {
    match &object.content {
        Content::PrivateKey(facts) => Some(facts),
        _ => None,
    }
}

impl<'a> Version<'a> {
    /// The certificate that is judged.
    fn first(&self) -> Option<&'a Certificate> {
        self.presented.first().and_then(|object| certificate(object))
    }

    /// The private key that fits the certificate, or else the first.
    fn key(&self) -> Option<&'a PrivateKeyFacts> {
        let public = self.first().and_then(|certificate| certificate.public_key.as_ref());
        let fits = |facts: &&&PrivateKeyFacts| public.is_some_and(|public| key_match::matches(facts, public));
        self.keys.iter().find(fits).or_else(|| self.keys.first()).copied()
    }
}
