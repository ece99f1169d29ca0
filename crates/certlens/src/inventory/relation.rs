//! How objects belong together, told from their public keys, names and key identifiers.

use std::collections::HashMap;

use crate::crypto::key_match;
use crate::inventory::{Content, Object, Proof, Relation};
use crate::sort;
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;

/// Most candidate issuers of one certificate that are related; a rotation has two or three, an attack thousands.
const MOST_ISSUERS: usize = 16;

pub(super) fn all(objects: &[Object]) -> Vec<Relation> {
    let mut relations = issued(objects);
    keys(objects, &mut relations);
    same_secret(objects, &mut relations);
    relations
}

fn certificates(objects: &[Object]) -> impl Iterator<Item = (ObjectId, &Certificate)> {
    objects.iter().filter_map(|object| match &object.content {
        Content::Certificate(certificate) => Some((object.id, certificate.as_ref())),
        _ => None,
    })
}

/// The certificates of one subject, in their order: all of them, and by their key identifiers.
#[derive(Default)]
struct Namesakes<'a> {
    all: Vec<ObjectId>,
    by_key_identifier: HashMap<Option<&'a [u8]>, Vec<ObjectId>>,
}

impl<'a> Namesakes<'a> {
    /// Those that may have issued `subject`: whose key identifier is the one it asks for, then those that have none. All of them
    /// may, if it asks for none. No more than can be related are looked at, however many there are.
    fn issuers(&self, subject: &'a Certificate) -> impl Iterator<Item = (Proof, ObjectId)> {
        let wanted = subject.authority_key_identifier().and_then(|aki| aki.key_identifier.as_deref());
        let with = |identifier| self.by_key_identifier.get(&identifier).map_or(&[][..], Vec::as_slice);
        let (same, unsaid) = match wanted {
            Some(wanted) => (with(Some(wanted)), with(None)),
            None => (&[][..], self.all.as_slice()),
        };
        let same = same.iter().map(|id| (Proof::NameAndKeyIdentifier, *id));
        same.chain(unsaid.iter().map(|id| (Proof::NameOnly, *id))).take(MOST_ISSUERS)
    }
}

fn issued(objects: &[Object]) -> Vec<Relation> {
    let mut by_subject: HashMap<_, Namesakes<'_>> = HashMap::new();
    for (id, certificate) in certificates(objects).filter(|(_, certificate)| !certificate.subject.is_empty())
    {
        let namesakes = by_subject.entry(certificate.subject.canonical()).or_default();
        namesakes.all.push(id);
        namesakes.by_key_identifier.entry(certificate.subject_key_identifier()).or_default().push(id);
    }
    let mut relations = Vec::new();
    for (subject, certificate) in certificates(objects) {
        let Some(namesakes) = by_subject.get(&certificate.issuer.canonical()) else { continue };
        let issuers = namesakes.issuers(certificate);
        relations.extend(issuers.map(|(proof, issuer)| Relation::Issued { issuer, subject, proof }));
    }
    relations
}

fn keys(objects: &[Object], relations: &mut Vec<Relation>) {
    let mut groups: HashMap<_, Vec<&Object>> = HashMap::new();
    let mut order = Vec::new();
    for object in objects {
        if let Some(key) = object.content.public_key().filter(|key| !key.key.is_empty()) {
            let identity = key_match::identity(key);
            let group = groups.entry(identity.clone()).or_default();
            if group.is_empty() {
                order.push(identity);
            }
            group.push(object);
        }
    }
    for mut group in order.iter().filter_map(|key| groups.remove(key)).filter(|group| group.len() > 1) {
        sort::by_key(&mut group, |object| object.is_copy());
        let (private, public): (Vec<&Object>, Vec<&Object>) =
            group.iter().partition(|object| matches!(object.content, Content::PrivateKey(_)));
        if let Some(key) = private.first() {
            let own = public.iter().filter(|holder| has_same_key(key, holder));
            relations.extend(own.map(|holder| Relation::KeyOf { key: key.id, holder: holder.id }));
        }
        relations.extend(same(&private).chain(same(&public)));
    }
}

/// The first with each of the others: what is the same is so both ways.
fn same<'a>(objects: &'a [&Object]) -> impl Iterator<Item = Relation> + 'a {
    objects.split_first().into_iter().flat_map(|(first, others)| {
        let own = others.iter().filter(|other| has_same_key(first, other));
        own.map(|other| Relation::SameKey(first.id, other.id))
    })
}

fn has_same_key(one: &Object, other: &Object) -> bool {
    let keys = one.content.public_key().zip(other.content.public_key());
    keys.is_some_and(|(one, other)| key_match::same(one, other))
}

fn same_secret(objects: &[Object], relations: &mut Vec<Relation>) {
    let mut firsts: HashMap<usize, ObjectId> = HashMap::new();
    for object in objects {
        let mut manifests: Vec<usize> =
            object.own_origins().filter_map(|origin| origin.place.manifest).collect();
        sort::ascending(&mut manifests);
        manifests.dedup();
        for manifest in manifests {
            let first = *firsts.entry(manifest).or_insert(object.id);
            if first != object.id {
                relations.push(Relation::SameSecret(first, object.id));
            }
        }
    }
}
