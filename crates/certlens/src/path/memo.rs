//! What is worked out once for an inventory and used by every search in it: names, keys, and signatures checked.

use std::collections::HashMap;
use std::rc::Rc;

use crate::crypto::digest;
use crate::crypto::signature::{self, SignatureCheck};
use crate::inventory::{Content, Inventory};
use crate::path::budget::{Budget, Limit, SIGNATURE_CHECKS, SIGNATURE_CHECKS_PER_CERTIFICATE};
use crate::path::revocation::list::Digest;
use crate::path::revocation::minimal;
use crate::settings::Trust;
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;
use crate::x509::name::Name;

/// Number of a name; equal names (RFC 5280 §7.1) have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NameId(usize);

/// Number of a public key; equal SubjectPublicKeyInfos have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyId(usize);

/// What the search needs of a certificate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) subject: NameId,
    pub(crate) issuer: NameId,
    pub(crate) key: Option<KeyId>,
    pub(crate) fingerprint: [u8; 32],
}

/// What is worked out once for an inventory. Build it once, and give it to every search in that inventory.
#[derive(Debug, Clone)]
pub struct Memo {
    nodes: HashMap<ObjectId, Node>,
    by_subject: HashMap<NameId, Vec<ObjectId>>,
    names: Names,
    /// Revocation lists by the name of their issuer.
    lists: HashMap<NameId, Vec<ObjectId>>,
    /// What each list says, worked out when it is first asked.
    digests: HashMap<ObjectId, Rc<Digest>>,
    /// OCSP responses by the serial numbers they answer for.
    responses: HashMap<Vec<u8>, Vec<ObjectId>>,
    checks: HashMap<(KeyId, ObjectId), SignatureCheck>,
    /// Signatures that may still be checked, all searches together.
    allowance: usize,
}

/// Names with their numbers.
#[derive(Debug, Clone, Default)]
struct Names {
    by_encoding: HashMap<Vec<u8>, NameId>,
    by_meaning: HashMap<Vec<Vec<(crate::der::oid::Oid, String)>>, NameId>,
}

impl Names {
    fn number(&mut self, name: &Name) -> NameId {
        if let Some(id) = self.by_encoding.get(&name.der) {
            return *id;
        }
        let next = NameId(self.by_meaning.len());
        let id = *self.by_meaning.entry(name.canonical()).or_insert(next);
        self.by_encoding.insert(name.der.clone(), id);
        id
    }
}

impl Memo {
    /// The names and keys of `inventory`; linear in its size.
    #[must_use]
    pub fn of(inventory: &Inventory) -> Self {
        let mut memo = Self {
            nodes: HashMap::new(),
            by_subject: HashMap::new(),
            names: Names::default(),
            lists: HashMap::new(),
            digests: HashMap::new(),
            responses: HashMap::new(),
            checks: HashMap::new(),
            allowance: SIGNATURE_CHECKS,
        };
        let mut keys: HashMap<&[u8], KeyId> = HashMap::new();
        for object in &inventory.objects {
            match &object.content {
                Content::Certificate(certificate) => {
                    let next = KeyId(keys.len());
                    let key =
                        certificate.public_key.as_ref().map(|key| *keys.entry(&key.der).or_insert(next));
                    let node = memo.add(object.id, certificate, key);
                    // What stands in a copy alone is nothing that a peer could present.
                    if !object.is_copy() {
                        memo.by_subject.entry(node.subject).or_default().push(object.id);
                    }
                }
                Content::CertificateList(list) => {
                    let issuer = memo.names.number(&list.issuer);
                    memo.lists.entry(issuer).or_default().push(object.id);
                }
                Content::OcspResponse(response) => {
                    for answer in response.basic.iter().flat_map(|basic| &basic.responses) {
                        let ids = memo.responses.entry(minimal(&answer.serial.octets).to_vec()).or_default();
                        if ids.last() != Some(&object.id) {
                            ids.push(object.id);
                        }
                    }
                }
                _ => {}
            }
        }
        memo
    }

    fn add(&mut self, id: ObjectId, certificate: &Certificate, key: Option<KeyId>) -> Node {
        let subject = self.names.number(&certificate.subject);
        let issuer = self.names.number(&certificate.issuer);
        let fingerprint = digest::sha256(&certificate.der);
        let node = Node { subject, issuer, key, fingerprint };
        self.nodes.insert(id, node);
        self.allowance = self.allowance.saturating_add(SIGNATURE_CHECKS_PER_CERTIFICATE);
        node
    }

    pub(crate) fn node(&self, id: ObjectId) -> Option<Node> {
        self.nodes.get(&id).copied()
    }

    /// The certificates whose subject is `name`, in the order of the inventory, but for copies.
    pub(crate) fn named(&self, name: NameId) -> &[ObjectId] {
        self.by_subject.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The number of a name that some object of the inventory bears.
    pub(crate) fn number(&mut self, name: &Name) -> NameId {
        self.names.number(name)
    }

    /// The revocation lists of the issuer `name`.
    pub(crate) fn lists_of(&self, name: NameId) -> &[ObjectId] {
        self.lists.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The OCSP responses with an answer for a certificate of this serial number, of whatever issuer.
    pub(crate) fn responses_for(&self, serial: &[u8]) -> &[ObjectId] {
        self.responses.get(minimal(serial)).map_or(&[], Vec::as_slice)
    }

    /// What the revocation list `id` says.
    pub(super) fn list_digest(&mut self, inventory: &Inventory, id: ObjectId) -> Option<Rc<Digest>> {
        if let Some(digest) = self.digests.get(&id) {
            return Some(Rc::clone(digest));
        }
        let object = inventory.object(id)?;
        let Content::CertificateList(list) = &object.content else { return None };
        let digest = Rc::new(Digest::of(list, &object.defects, |name| self.names.number(name)));
        self.digests.insert(id, Rc::clone(&digest));
        Some(digest)
    }

    pub(crate) fn is_anchor(&self, id: ObjectId, trust: &Trust) -> bool {
        let Trust::Chosen(fingerprints) = trust;
        self.node(id).is_some_and(|node| fingerprints.contains(&node.fingerprint))
    }

    pub(crate) fn is_self_issued(&self, id: ObjectId) -> bool {
        self.node(id).is_some_and(|node| node.subject == node.issuer)
    }

    /// True if it is known that the key of certificate `issuer` did not make the signature of `signed`.
    pub(super) fn is_refuted(&self, issuer: ObjectId, signed: ObjectId) -> bool {
        let key = self.node(issuer).and_then(|node| node.key);
        key.and_then(|key| self.checks.get(&(key, signed))) == Some(&SignatureCheck::Invalid)
    }

    /// Whether the key of certificate `issuer` made the signature of the certificate or list `signed`; `None` if the budget is spent.
    pub(crate) fn check(
        &mut self,
        inventory: &Inventory,
        issuer: ObjectId,
        signed: ObjectId,
        budget: &mut Budget,
    ) -> Option<SignatureCheck> {
        let key = self.node(issuer)?.key;
        let Some(key) = key else {
            return Some(SignatureCheck::Undetermined(signature::Reason::KeyUnreadable));
        };
        if let Some(check) = self.checks.get(&(key, signed)) {
            return Some(check.clone());
        }
        if self.allowance == 0 {
            budget.exhaust(Limit::SignatureChecks);
            return None;
        }
        if !budget.take_signature() {
            return None;
        }
        self.allowance -= 1;
        let public_key = inventory.certificate(issuer)?.public_key.as_ref()?;
        let check = match &inventory.object(signed)?.content {
            Content::Certificate(certificate) => signature::verify(
                &certificate.signature_algorithm,
                public_key,
                certificate.tbs_octets(),
                certificate.signature_octets(),
            ),
            Content::CertificateList(list) => signature::verify(
                &list.signature_algorithm,
                public_key,
                list.tbs.of(&list.der),
                list.signature.of(&list.der),
            ),
            _ => return None,
        };
        self.checks.insert((key, signed), check.clone());
        Some(check)
    }
}
