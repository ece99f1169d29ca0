//! Several certificates in one file: what a peer sends, or what it trusts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Context, Lint, Note, key_identifiers, role};
use crate::inventory::{Content, Inventory};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::source::Place;
use crate::span::{Location, ObjectId, Span};
use crate::x509::certificate::Certificate;

pub(super) const LINTS: &[Lint<Bundle>] = &[
    END_ENTITY_NOT_FIRST,
    CHAIN_OUT_OF_ORDER,
    CHAIN_WITH_ROOT,
    CHAIN_WITHOUT_INTERMEDIATE,
    CHAIN_WITH_UNRELATED,
    CERTIFICATE_REPEATED,
    TRUST_WITH_EXPIRED,
    TRUST_ORDER_DECIDES,
];

/// The certificates of one file, in its order: at least two, or one that a workload sends by itself.
pub(super) struct Bundle {
    place: String,
    span: Span,
    certificates: Vec<ObjectId>,
}

/// The certificates of one file, each with the number of its block.
#[derive(Default)]
struct File {
    members: Vec<(usize, ObjectId)>,
    first: Option<(Place, Span)>,
}

/// Source, Kubernetes object and the way to a file in it, and the number within a bundle that is a set: PKCS #7 gives its
/// certificates no order.
type Own<'a> = (usize, Option<usize>, &'a [String], Option<(usize, usize)>);

/// Every file that holds several certificates, and every entry of a Secret that a workload may send.
pub(super) fn all(inventory: &Inventory) -> Vec<Bundle> {
    let mut files: BTreeMap<Own<'_>, File> = BTreeMap::new();
    for object in inventory.objects.iter().filter(|object| matches!(object.content, Content::Certificate(_)))
    {
        for origin in object.own_origins() {
            let place = &origin.place;
            let own = (place.source, place.manifest, place.trail.as_slice(), place.member);
            let file = files.entry(own).or_default();
            file.members.push((place.block.map_or(0, |(number, _)| number), object.id));
            file.first.get_or_insert_with(|| (Place { block: None, ..place.clone() }, origin.span));
        }
    }
    let bundles = files.into_iter().filter_map(|((_, manifest, trail, _), mut file)| {
        sort::by_key(&mut file.members, |(number, _)| *number);
        let certificates: Vec<ObjectId> = file.members.into_iter().map(|(_, id)| id).collect();
        let sent = manifest.is_some() && !trail.iter().any(|step| step == "ca.crt");
        let (place, span) = file.first?;
        (certificates.len() > 1 || sent).then_some(Bundle { place: place.to_string(), span, certificates })
    });
    bundles.collect()
}

impl Bundle {
    pub(super) fn name(&self) -> String {
        format!("`{}`", self.place)
    }

    pub(super) const fn location(&self) -> Location {
        Location::Text(self.span)
    }

    fn members<'a>(&'a self, context: &'a Context<'_>) -> impl Iterator<Item = (ObjectId, &'a Certificate)> {
        self.certificates.iter().filter_map(|id| Some((*id, context.inventory.certificate(*id)?)))
    }

    /// The one end entity, if this is what a peer sends: its certificate and those of CAs.
    fn end_entity<'a>(&'a self, context: &'a Context<'_>) -> Option<(ObjectId, &'a Certificate)> {
        let mut found = self.members(context).filter(|(_, member)| role::is_end_entity(member));
        found.next().filter(|(first, _)| found.all(|(other, _)| other == *first))
    }

    /// The certificates from the end entity up, as far as the file has them.
    fn path<'a>(&'a self, context: &'a Context<'_>) -> Vec<(ObjectId, &'a Certificate)> {
        let own: HashMap<ObjectId, &Certificate> = self.members(context).collect();
        let mut path: Vec<(ObjectId, &Certificate)> = self.end_entity(context).into_iter().collect();
        let mut seen: BTreeSet<ObjectId> = sort::gather(path.iter().map(|(id, _)| *id));
        while let Some((last, _)) = path.last() {
            let next = context.kin.issuers(Some(*last)).find(|id| own.contains_key(id) && !seen.contains(id));
            let Some((id, certificate)) = next.and_then(|id| Some((id, *own.get(&id)?))) else { break };
            seen.insert(id);
            path.push((id, certificate));
        }
        path
    }
}

fn object(context: &Context<'_>, id: ObjectId) -> String {
    context.inventory.object(id).map(crate::inventory::Object::title).unwrap_or_default()
}

fn note(id: ObjectId, message: String) -> Note {
    Note { at: Location::Object(id), message }
}

const END_ENTITY_NOT_FIRST: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "chain-end-entity-not-first",
        title: "chain that does not begin with the peer's certificate",
        severity: Severity::Error,
        citation: Citation::Rfc(8446, "4.4.2"),
        explanation: "Servers and clients send the file as it stands and take the first certificate for their own: Go says `tls: private key does not match \
                      public key`, OpenSSL and nginx `key values mismatch`, and kubectl refuses to make the Secret.",
        remedy: "Put the peer's certificate first, then its issuer, and so on: `cat peer.pem intermediate.pem > tls.crt`.",
        kind: RuleKind::Lint,
    },
    run: end_entity_not_first,
};

fn end_entity_not_first(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let first = bundle.certificates.first().copied();
    let found =
        bundle.end_entity(context).filter(|(id, _)| Some(*id) != first && bundle.path(context).len() > 1);
    found
        .zip(first)
        .map(|((id, _), first)| {
            let message = format!(
                "it begins with the {}, and the {} comes later",
                object(context, first),
                object(context, id)
            );
            note(first, message)
        })
        .into_iter()
        .collect()
}

const CHAIN_OUT_OF_ORDER: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "chain-out-of-order",
        title: "chain whose issuers are not in order",
        severity: Severity::Warning,
        citation: Citation::Rfc(5246, "7.4.2"),
        explanation: "Each certificate should be followed by that of its issuer. The eight stacks that were tried sort it out; small and old ones do not.",
        remedy: "Sort the file from the peer's certificate upwards.",
        kind: RuleKind::Lint,
    },
    run: chain_out_of_order,
};

fn chain_out_of_order(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let path: Vec<ObjectId> = bundle.path(context).into_iter().map(|(id, _)| id).collect();
    let members: BTreeSet<ObjectId> = sort::gather(path.iter().copied());
    let mut seen = BTreeSet::new();
    let found: Vec<ObjectId> =
        bundle.certificates.iter().copied().filter(|id| members.contains(id) && seen.insert(*id)).collect();
    let begins = found.first() == path.first();
    let wrong = found.iter().zip(&path).find(|(found, wanted)| found != wanted);
    wrong
        .filter(|_| begins)
        .map(|(found, wanted)| {
            note(
                *found,
                format!(
                    "the {} stands where the {} should",
                    object(context, *found),
                    object(context, *wanted)
                ),
            )
        })
        .into_iter()
        .collect()
}

const CHAIN_WITH_ROOT: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "chain-with-root",
        title: "chain with its root",
        severity: Severity::Notice,
        citation: Citation::Rfc(8446, "4.4.2"),
        explanation: "The relying party has the root or does not trust it; sending it only makes each handshake longer.",
        remedy: "Leave the root out of `tls.crt`; it belongs into `ca.crt`.",
        kind: RuleKind::Lint,
    },
    run: chain_with_root,
};

fn chain_with_root(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let path = bundle.path(context);
    let root = path.last().filter(|(_, last)| path.len() > 1 && last.is_self_issued() && last.is_ca());
    root.map(|(id, _)| note(*id, format!("it ends with the root, the {}", object(context, *id))))
        .into_iter()
        .collect()
}

const CHAIN_WITHOUT_INTERMEDIATE: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "chain-without-intermediate",
        title: "chain that lacks an intermediate",
        severity: Severity::Error,
        citation: Citation::Rfc(8446, "4.4.2"),
        explanation: "Every certificate between the peer's and the anchor must be sent. A check with the intermediate in `-CAfile` does not show that it is missing.",
        remedy: "Append the intermediate to the file: `cat intermediate.pem >> tls.crt`.",
        kind: RuleKind::Lint,
    },
    run: chain_without_intermediate,
};

fn chain_without_intermediate(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let path = bundle.path(context);
    let Some((last, certificate)) = path.last().filter(|(_, last)| !last.is_self_issued()) else {
        return Vec::new();
    };
    let above: Vec<(ObjectId, &Certificate)> = context
        .kin
        .issuers(Some(*last))
        .filter_map(|id| Some((id, context.inventory.certificate(id)?)))
        .collect();
    let rooted = above.iter().any(|(_, issuer)| issuer.is_self_issued());
    let missing = above.first().filter(|_| !rooted);
    missing
        .map(|(id, _)| {
            let message = format!(
                "it ends with `{}`, and its issuer, the {}, is an intermediate that is not in it",
                certificate.label(),
                object(context, *id)
            );
            note(*last, message)
        })
        .into_iter()
        .collect()
}

const CHAIN_WITH_UNRELATED: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "chain-with-unrelated",
        title: "chain with a certificate that is not part of it",
        severity: Severity::Warning,
        citation: Citation::Rfc(8446, "4.4.2"),
        explanation: "It is sent with every handshake and used by nobody. It may be the intermediate of another CA, in the place of the right one.",
        remedy: "Remove it, and check that the intermediates that are needed are there.",
        kind: RuleKind::Lint,
    },
    run: chain_with_unrelated,
};

fn chain_with_unrelated(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let path = bundle.path(context);
    let related = path.iter().flat_map(|(id, _)| core::iter::once(*id).chain(context.kin.issuers(Some(*id))));
    let related: BTreeSet<ObjectId> = sort::gather(related);
    let mut seen = BTreeSet::new();
    let unrelated = bundle
        .certificates
        .iter()
        .filter(|id| !path.is_empty() && !related.contains(id) && seen.insert(**id));
    unrelated
        .map(|id| note(*id, format!("the {} is not above the peer's certificate", object(context, *id))))
        .collect()
}

const CERTIFICATE_REPEATED: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "certificate-repeated",
        title: "file with the same certificate twice",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "the eight stacks that were tried take it; Java's keytool refuses a second import",
        ),
        explanation: "It does no harm, and shows that files were joined without looking; perhaps another one is missing.",
        remedy: "Remove the second copy.",
        kind: RuleKind::Lint,
    },
    run: certificate_repeated,
};

fn certificate_repeated(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let mut count: BTreeMap<ObjectId, usize> = BTreeMap::new();
    for id in &bundle.certificates {
        *count.entry(*id).or_default() += 1;
    }
    let repeated = count.into_iter().filter(|(_, count)| *count > 1);
    repeated
        .map(|(id, count)| note(id, format!("the {} is in it {count} times", object(context, id))))
        .collect()
}

/// The certificates of a file that has those of CAs only: what a relying party trusts.
fn trusted<'a>(bundle: &'a Bundle, context: &'a Context<'_>) -> Vec<(ObjectId, &'a Certificate)> {
    let members: Vec<(ObjectId, &Certificate)> = bundle.members(context).collect();
    if members.iter().all(|(_, member)| !role::is_end_entity(member)) { members } else { Vec::new() }
}

const TRUST_WITH_EXPIRED: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "trust-with-expired-certificate",
        title: "expired certificate among those trusted",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "with the expired one before the renewed one, BoringSSL (gRPC) refuses; the other seven stacks take the renewed one",
        ),
        explanation: "An expired certificate in a bundle of CAs is left over from a renewal. Where it has the name and key of the renewed one, some stacks meet it first and stop.",
        remedy: "Remove it once the renewed one is in the same file.",
        kind: RuleKind::Lint,
    },
    run: trust_with_expired,
};

fn trust_with_expired(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let now = context.settings.time;
    let expired = trusted(bundle, context)
        .into_iter()
        .filter_map(|(id, member)| Some((id, member.validity.not_after.instant.filter(|end| *end < now)?)));
    expired
        .map(|(id, end)| {
            note(
                id,
                format!(
                    "the {} expired on {end}, {} before the validation time",
                    object(context, id),
                    now.distance(end)
                ),
            )
        })
        .collect()
}

const TRUST_ORDER_DECIDES: Lint<Bundle> = Lint {
    rule: &Rule {
        code: "trust-order-decides",
        title: "two CAs of one name that nothing tells apart",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "new CA first breaks OpenSSL, Node and gRPC; old CA first breaks GnuTLS; Go, Java and rustls try both",
        ),
        explanation: "They have the same subject, different keys and no subjectKeyIdentifier. Some stacks try only the first, others only the last, so that either order breaks some.",
        remedy: "Make the new CA with `subjectKeyIdentifier=hash` and preferably another name, and issue with `authorityKeyIdentifier=keyid`.",
        kind: RuleKind::Lint,
    },
    run: trust_order_decides,
};

fn trust_order_decides(bundle: &Bundle, context: &Context<'_>) -> Vec<Note> {
    let mut known: HashMap<&[u8], &Certificate> = HashMap::new();
    let members = trusted(bundle, context);
    let mut notes = Vec::new();
    for (id, member) in &members {
        let first = *known.entry(&member.subject.der).or_insert(*member);
        let other_key =
            first.public_key.as_ref().map(|key| &key.key) != member.public_key.as_ref().map(|key| &key.key);
        if other_key && key_identifiers::is_unidentified(first) && key_identifiers::is_unidentified(member) {
            notes.push(note(
                *id,
                format!("the {} is there with two keys and without key identifiers", object(context, *id)),
            ));
        }
    }
    notes
}
