//! What the files of a side hold, read as leniently as can be: what there is, whatever a stack makes of it.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::key_match;
use crate::peer::encounter::Presented;
use crate::peer::files::{Files, scan};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::pkcs8::is_version_2;
use crate::source::{Artifact, Label};
use crate::x509::form::{self, Form};
use crate::x509::public_key::PublicKey;

/// One side's files.
pub(super) struct Held {
    /// The certificates that it presents, in the order of the file.
    pub(super) chain: Vec<Rc<Parsed>>,
    /// The certificates that it trusts, likewise.
    pub(super) trust: Vec<Rc<Parsed>>,
    /// The public key of its private key, where that can be told.
    pub(super) key: Option<PublicKey>,
    /// Whether `tls.crt` is plain PEM of certificates alone.
    pub(super) has_plain_chain: bool,
    /// Whether `ca.crt` is.
    pub(super) has_plain_trust: bool,
    /// Whether `tls.key` is one block of PKCS #8, of its first version and without a password.
    pub(super) has_plain_key: bool,
}

type File = Option<Zeroizing<Vec<u8>>>;

impl Held {
    pub(super) fn of(files: &Files, shown: &Presented, shelf: &Shelf) -> Self {
        let (chain, has_plain_chain) = certificates(&files.certificate, shelf);
        let (trust, has_plain_trust) = certificates(&files.trust, shelf);
        let key = shown.key.clone();
        Self { chain, trust, key, has_plain_chain, has_plain_trust, has_plain_key: is_plain_key(&files.key) }
    }

    /// Whether its private key is that of its first certificate; `None` where that cannot be told.
    pub(super) fn has_own_key(&self) -> Option<bool> {
        let shown = self.chain.first()?.certificate.public_key.as_ref()?;
        Some(key_match::same(self.key.as_ref()?, shown))
    }
}

fn certificates(file: &File, shelf: &Shelf) -> (Vec<Rc<Parsed>>, bool) {
    let scan = scan(file.as_deref().map_or(&[], Vec::as_slice));
    let is_certificate = |artifact: &&Artifact| form::of(&artifact.bytes) == Some(Form::Certificate);
    let read: Vec<Rc<Parsed>> = scan
        .artifacts
        .iter()
        .filter(is_certificate)
        .filter_map(|artifact| shelf.read(&artifact.bytes))
        .collect();
    let is_plain = !read.is_empty()
        && read.len() == scan.artifacts.len()
        && scan.remarks.is_empty()
        && scan
            .artifacts
            .iter()
            .all(|artifact| artifact.label == Some(Label::Certificate) && artifact.repairs.is_empty());
    (read, is_plain)
}

fn is_plain_key(file: &File) -> bool {
    let scan = scan(file.as_deref().map_or(&[], Vec::as_slice));
    match scan.artifacts.as_slice() {
        [only] => {
            form::of(&only.bytes) == Some(Form::PrivateKeyInfo)
                && only.label == Some(Label::PrivateKey)
                && only.repairs.is_empty()
                && !is_version_2(&only.bytes)
                && scan.remarks.is_empty()
        }
        _ => false,
    }
}
