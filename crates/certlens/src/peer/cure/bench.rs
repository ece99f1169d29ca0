//! Both sides taken apart into certificates, and put together again with changes.

use std::rc::Rc;

use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::crypto::key_match;
use crate::crypto::signature::SignatureCheck;
use crate::peer::cure::certificate::{self, Signer};
use crate::peer::cure::edit::{Edit, Step};
use crate::peer::cure::key;
use crate::peer::encounter::{Presented, Role};
use crate::peer::held::Held;
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::{Conversation, Files, Suites};

/// A certificate of the pair, once, wherever it stands.
pub(super) struct Piece {
    pub(super) parsed: Rc<Parsed>,
    /// The number of the certificate whose key signed it, or should have.
    pub(super) signer: Option<usize>,
}

/// One side: numbers of certificates.
pub(super) struct Place<'a> {
    files: &'a Files,
    pub(super) held: Held,
    pub(super) chain: Vec<usize>,
    pub(super) trust: Vec<usize>,
}

pub(super) struct Bench<'a> {
    pub(super) pieces: Vec<Piece>,
    pub(super) conversation: &'a Conversation,
    server: Place<'a>,
    client: Place<'a>,
    shelf: &'a Shelf,
}

/// The pair with changes.
pub(super) struct Corrected {
    pub(super) server: Files,
    pub(super) client: Files,
    pub(super) conversation: Conversation,
}

/// A certificate that is issued again, before and after.
pub(super) struct Edited {
    pub(super) before: Rc<Parsed>,
    pub(super) after: Rc<Parsed>,
}

/// Most certificates that are looked at; each may have signed each.
const MOST: usize = 32;

impl<'a> Bench<'a> {
    pub(super) fn new(
        server: &'a Files,
        client: &'a Files,
        conversation: &'a Conversation,
        shelf: &'a Shelf,
    ) -> Self {
        let mut all: Vec<Rc<Parsed>> = Vec::new();
        let mut number = |parsed: &Rc<Parsed>| {
            if let Some(at) = all.iter().position(|own| own.id == parsed.id) {
                return Some(at);
            }
            (all.len() < MOST).then(|| {
                all.push(Rc::clone(parsed));
                all.len() - 1
            })
        };
        let mut place = |files: &'a Files| {
            let held = Held::of(files, &Presented::of(files), shelf);
            let chain = held.chain.iter().filter_map(&mut number).collect();
            let trust = held.trust.iter().filter_map(&mut number).collect();
            Place { files, held, chain, trust }
        };
        let (server, client) = (place(server), place(client));
        let pieces = all
            .iter()
            .map(|own| Piece { parsed: Rc::clone(own), signer: signer(own, &all, shelf) })
            .collect();
        Self { pieces, conversation, server, client, shelf }
    }

    pub(super) const fn place(&self, role: Role) -> &Place<'a> {
        match role {
            Role::Server => &self.server,
            Role::Client => &self.client,
        }
    }

    /// Whether the certificate began as this encoding: a file that was not written anew still holds it.
    pub(super) fn is(&self, at: usize, der: &[u8]) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.parsed.der == der)
    }

    /// The encoding of a certificate after the steps.
    pub(super) fn der(&self, at: usize, steps: &[Step]) -> Vec<u8> {
        let Some(piece) = self.pieces.get(at) else { return Vec::new() };
        let edits = edits(at, steps);
        if edits.is_empty() {
            return piece.parsed.der.clone();
        }
        let signer = piece.signer.and_then(|signer| {
            let parsed = &self.pieces.get(signer)?.parsed;
            Some(Signer {
                certificate: &parsed.certificate,
                gains_identifier: self::edits(signer, steps).iter().any(gives_identifier),
            })
        });
        let is_dialled = self.server.chain.first() == Some(&at);
        let name = is_dialled.then_some(self.conversation.name.as_str());
        let certificate = &piece.parsed.certificate;
        let der = certificate::issue(certificate, signer.as_ref(), &edits, self.conversation.time, name);
        let key = signer.and_then(|signer| signer.certificate.public_key.as_ref().map(key_match::identity));
        self.shelf.reissue(der.clone(), key);
        der
    }

    pub(super) fn edited(&self, steps: &[Step]) -> Vec<Edited> {
        let numbers = (0..self.pieces.len()).filter(|at| !edits(*at, steps).is_empty());
        let edited = numbers.filter_map(|at| {
            let before = Rc::clone(&self.pieces.get(at)?.parsed);
            Some(Edited { before, after: self.shelf.read(&self.der(at, steps))? })
        });
        edited.collect()
    }

    pub(super) fn corrected(&self, steps: &[Step]) -> Corrected {
        let mut conversation = self.conversation.clone();
        if steps.contains(&Step::Suites) {
            conversation.suites = Suites { ecdhe_rsa: true, ecdhe_ecdsa: true };
        }
        let files = |role| self.files(role, steps);
        Corrected { server: files(Role::Server), client: files(Role::Client), conversation }
    }

    fn files(&self, role: Role, steps: &[Step]) -> Files {
        let place = self.place(role);
        let is_edited = |numbers: &[usize]| numbers.iter().any(|at| !edits(*at, steps).is_empty());
        let pem = |numbers: &[usize]| -> Option<Zeroizing<Vec<u8>>> {
            let blocks = numbers.iter().map(|at| block("CERTIFICATE", &self.der(*at, steps)).to_string());
            Some(Zeroizing::new(blocks.collect::<String>().into_bytes()))
        };
        let mut files = place.files.clone();
        if steps.contains(&Step::Chain(role)) {
            files.certificate = pem(&self.path(role));
        } else if is_edited(&place.chain) {
            files.certificate = pem(&place.chain);
        }
        let added = steps.iter().filter_map(|step| match step {
            Step::Add(own, at) if *own == role => Some(*at),
            _ => None,
        });
        let trust: Vec<usize> = place.trust.iter().copied().chain(added).collect();
        if steps.contains(&Step::Trust(role)) || is_edited(&trust) || trust.len() > place.trust.len() {
            files.trust = pem(&trust);
        }
        if steps.contains(&Step::Key(role))
            && let Some(key) = files.key.as_ref().and_then(|file| key::pkcs8(file))
        {
            files.key = Some(Zeroizing::new(block("PRIVATE KEY", &key).as_bytes().to_vec()));
        }
        files
    }

    /// The chain as it should be: the certificate of the side's key, and its issuers up to the one below a root.
    pub(super) fn path(&self, role: Role) -> Vec<usize> {
        let place = self.place(role);
        let fits = |at: &usize| {
            let shown = self.pieces.get(*at).and_then(|own| own.parsed.certificate.public_key.as_ref());
            let identities = place.held.key.as_ref().zip(shown);
            identities.is_some_and(|(own, shown)| key_match::same(own, shown))
        };
        let own = place.chain.iter().copied().find(fits).or_else(|| place.chain.first().copied());
        let mut path: Vec<usize> = Vec::new();
        let mut next = own;
        while let Some(at) = next {
            let Some(piece) = self.pieces.get(at) else { break };
            if path.contains(&at) || piece.signer == Some(at) && !path.is_empty() {
                break;
            }
            path.push(at);
            next = piece.signer;
        }
        path
    }
}

/// Who signed `own`: by the signature, or else by the name and the key identifier.
fn signer(own: &Parsed, all: &[Rc<Parsed>], shelf: &Shelf) -> Option<usize> {
    let names = |other: &Rc<Parsed>| other.certificate.subject.matches(&own.certificate.issuer);
    let identifier = own.certificate.authority_key_identifier().and_then(|own| own.key_identifier.as_deref());
    let identifies =
        |other: &Rc<Parsed>| identifier.is_some() && other.certificate.subject_key_identifier() == identifier;
    let signed = all.iter().position(|other| {
        (names(other) || identifies(other)) && shelf.signature(other, own) == SignatureCheck::Valid
    });
    signed.or_else(|| all.iter().position(|other| names(other) && identifies(other)))
}

fn edits(at: usize, steps: &[Step]) -> Vec<Edit> {
    let own = steps.iter().filter_map(|step| match step {
        Step::Issue(number, edit) if *number == at => Some(*edit),
        _ => None,
    });
    own.collect()
}

const fn gives_identifier(edit: &Edit) -> bool {
    matches!(edit, Edit::Identifiers | Edit::Anew)
}

/// A PEM block (RFC 7468 §3).
fn block(label: &str, der: &[u8]) -> Zeroizing<String> {
    const WIDTH: usize = 64;
    let body = Zeroizing::new(BASE64.encode(der));
    let mut text = Zeroizing::new(String::with_capacity(body.len().saturating_mul(2)));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    for (at, c) in body.chars().enumerate() {
        if at > 0 && at % WIDTH == 0 {
            text.push('\n');
        }
        text.push(c);
    }
    text.push_str("\n-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}
