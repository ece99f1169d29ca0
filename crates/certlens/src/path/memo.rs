//! What is worked out once for an inventory and used by every search in it: names, keys, and signatures checked.

use std::collections::HashMap;
use std::rc::Rc;

use crate::crypto::digest;
use crate::crypto::signature::{self, SignatureCheck};
use crate::inventory::{Content, Inventory};
use crate::path::budget::{Budget, Limit, SIGNATURE_CHECKS, SIGNATURE_CHECKS_PER_CERTIFICATE};
use crate::path::revocation::list::Digest;
use crate::path::revocation::{minimal, response};
use crate::settings::Trust;
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;
use crate::x509::name::Name;
use crate::x509::ocsp::ResponderId;

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
    /// By the serial numbers they answer for: OCSP responses, and the numbers of those answers in them.
    responses: HashMap<Vec<u8>, Vec<(ObjectId, Vec<usize>)>>,
    /// What each response says beside its answers, worked out when it is first asked.
    response_digests: HashMap<ObjectId, Rc<response::Digest>>,
    /// Certificates by the SHA-1 of their keys, worked out when a responder is first named so.
    by_key_hash: Option<HashMap<[u8; 20], Vec<ObjectId>>>,
    /// Certificates by their own key identifiers.
    by_key_identifier: HashMap<Vec<u8>, Vec<ObjectId>>,
    /// The first certificate of each subject that stands in copies alone.
    copies: HashMap<NameId, ObjectId>,
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
            response_digests: HashMap::new(),
            by_key_hash: None,
            by_key_identifier: HashMap::new(),
            copies: HashMap::new(),
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
                    if object.is_copy() {
                        memo.copies.entry(node.subject).or_insert(object.id);
                        continue;
                    }
                    memo.by_subject.entry(node.subject).or_default().push(object.id);
                    if let Some(identifier) = certificate.subject_key_identifier() {
                        memo.by_key_identifier.entry(identifier.to_vec()).or_default().push(object.id);
                    }
                }
                Content::CertificateList(list) => {
                    let issuer = memo.names.number(&list.issuer);
                    memo.lists.entry(issuer).or_default().push(object.id);
                }
                Content::OcspResponse(response) => {
                    let answers = response.basic.iter().flat_map(|basic| &basic.responses);
                    for (number, answer) in answers.enumerate() {
                        let found =
                            memo.responses.entry(minimal(&answer.serial.octets).to_vec()).or_default();
                        match found.last_mut() {
                            Some((id, numbers)) if *id == object.id => numbers.push(number),
                            _ => found.push((object.id, vec![number])),
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

    /// The OCSP responses with answers for a certificate of this serial number, of whatever issuer, and the answers' numbers.
    pub(crate) fn responses_for(&self, serial: &[u8]) -> &[(ObjectId, Vec<usize>)] {
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

    /// What the OCSP response `id` says beside its answers.
    pub(super) fn response_digest(
        &mut self,
        inventory: &Inventory,
        id: ObjectId,
    ) -> Option<Rc<response::Digest>> {
        if let Some(digest) = self.response_digests.get(&id) {
            return Some(Rc::clone(digest));
        }
        let object = inventory.object(id)?;
        let Content::OcspResponse(answered) = &object.content else { return None };
        let basic = answered.basic.as_ref()?;
        let pasted = match &basic.responder {
            ResponderId::Name(name) => {
                let name = self.names.number(name);
                self.named(name).to_vec()
            }
            ResponderId::Key(hash) => self.keyed(inventory, hash),
            ResponderId::Unreadable => Vec::new(),
        };
        let digest = Rc::new(response::Digest::of(basic, &object.defects, pasted));
        self.response_digests.insert(id, Rc::clone(&digest));
        Some(digest)
    }

    /// The certificates whose key has this SHA-1, as a responder is named.
    fn keyed(&mut self, inventory: &Inventory, hash: &[u8]) -> Vec<ObjectId> {
        let by_hash = self.by_key_hash.get_or_insert_with(|| {
            let mut by_hash: HashMap<[u8; 20], Vec<ObjectId>> = HashMap::new();
            for (id, certificate) in inventory.originals() {
                if let Some(key) = &certificate.public_key {
                    by_hash.entry(digest::sha1(&key.key)).or_default().push(id);
                }
            }
            by_hash
        });
        hash.first_chunk()
            .filter(|chunk| chunk.len() == hash.len())
            .and_then(|hash| by_hash.get(hash))
            .cloned()
            .unwrap_or_default()
    }

    /// The first certificate but `own` that says that its key has this identifier.
    pub(super) fn with_key_identifier(&self, identifier: &[u8], own: ObjectId) -> Option<ObjectId> {
        self.by_key_identifier.get(identifier)?.iter().copied().find(|id| *id != own)
    }

    /// The first of the certificates of this subject that stand in copies alone.
    pub(super) fn copy_named(&self, name: NameId) -> Option<ObjectId> {
        self.copies.get(&name).copied()
    }

    pub(crate) fn is_anchor(&self, id: ObjectId, trust: &Trust) -> bool {
        self.node(id).is_some_and(|node| trust.contains(&node.fingerprint))
    }

    pub(crate) fn is_self_issued(&self, id: ObjectId) -> bool {
        self.node(id).is_some_and(|node| node.subject == node.issuer)
    }

    /// True if it is known that the key of certificate `issuer` did not make the signature of `signed`.
    pub(super) fn is_refuted(&self, issuer: ObjectId, signed: ObjectId) -> bool {
        let key = self.node(issuer).and_then(|node| node.key);
        key.and_then(|key| self.checks.get(&(key, signed))) == Some(&SignatureCheck::Invalid)
    }

    /// Counts one signature check, in one search and in all of them; false if there are no more.
    pub(super) fn take_check(&mut self, budget: &mut Budget) -> bool {
        match self.allowance.checked_sub(1) {
            Some(left) if budget.take_signature() => {
                self.allowance = left;
                true
            }
            Some(_) => false,
            None => {
                budget.exhaust(Limit::SignatureChecks);
                false
            }
        }
    }

    /// Whether the key of certificate `issuer` made the signature of the certificate, list or response `signed`; `None` if the
    /// budget is spent.
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
        if !self.take_check(budget) {
            return None;
        }
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
            Content::OcspResponse(response) => {
                let basic = response.basic.as_ref()?;
                signature::verify(
                    &basic.signature_algorithm,
                    public_key,
                    basic.tbs.of(&response.der),
                    basic.signature.of(&response.der),
                )
            }
            _ => return None,
        };
        self.checks.insert((key, signed), check.clone());
        Some(check)
    }
}
