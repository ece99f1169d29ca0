//! What a pasted pin is of: a certificate or key that is here, or one of the things that are hashed by mistake.

use borsh::{BorshDeserialize, BorshSerialize};
use data_encoding::BASE64;

use crate::crypto::digest;
use crate::inventory::{Content, Inventory, Object, Relation};
use crate::pin::sought::{Holder, SoughtPin, Spelling};
use crate::pin::{self, Pinned};
use crate::source::{self, Source};
use crate::span::ObjectId;
use crate::word::words;
use crate::x509::algorithm::Hash;
use crate::x509::certificate::Certificate;
use crate::x509::public_key::{KeyKind, PublicKey};

mod words;

/// What became of one pasted pin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinMatch {
    /// The pin.
    pub sought: SoughtPin,
    /// Everything it is the digest of.
    pub matches: Vec<Match>,
    /// Whether a program that takes such pins would accept something here by it.
    pub verdict: PinVerdict,
    /// What was found and what to do, a sentence or two each.
    pub sentences: Vec<String>,
}

/// Whether a pin serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum PinVerdict {
    /// It is the pin of something here.
    Matches,
    /// It is the digest of something here, but not of what programs hash, or not in their spelling.
    Mistaken,
    /// It is the digest of nothing here.
    Unmatched,
}

words!(PinVerdict { Matches = "matches", Mistaken = "mistaken", Unmatched = "unmatched" });

/// One thing whose digest the pin is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The object; none for a file as a whole.
    pub object: Option<ObjectId>,
    /// What of it was hashed.
    pub hashed: Hashed,
}

/// What may have been hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hashed {
    /// The encoding of the certificate.
    Certificate,
    /// The SubjectPublicKeyInfo.
    PublicKey,
    /// The key as a JSON Web Key (RFC 7638).
    Jwk,
    /// The key as SSH sends it.
    Ssh,
    /// The octets of the key without their SubjectPublicKeyInfo: an EC point, an RSAPublicKey.
    RawKey,
    /// The modulus of an RSA key.
    Modulus,
    /// The signed part of the certificate.
    Tbs,
    /// The certificate with its PEM armour.
    Pem,
    /// The certificate as base64.
    Base64,
    /// A file as a whole, by its place.
    File(String),
}

/// Looks for what `sought` is the digest of, among the objects and in the texts they were found in.
#[must_use]
pub fn find(sought: &SoughtPin, sources: &[Source], inventory: &Inventory) -> PinMatch {
    let is_digest = |bytes: &[u8]| digest::digest(sought.hash, bytes).is_some_and(|own| own == sought.digest);
    let mut matches = Vec::new();
    for object in &inventory.objects {
        let of = |hashed| Match { object: Some(object.id), hashed };
        let hashed =
            materials(object).into_iter().filter(|(_, bytes)| is_digest(bytes)).map(|(hashed, _)| hashed);
        let mut hashed: Vec<Hashed> = hashed.collect();
        hashed.dedup();
        matches.extend(hashed.into_iter().map(of));
    }
    if matches.is_empty() {
        matches.extend(
            files(sources, is_digest).map(|place| Match { object: None, hashed: Hashed::File(place) }),
        );
    }
    let is_asked_for =
        |found: &Match| is_hashed_so(sought, &found.hashed) && is_held_so(sought, found.object, inventory);
    let is_well_spelt = sought.spelling != Spelling::Base64OfHex
        && sought.form.alphabet.is_none_or(|alphabet| sought.spelling.is(alphabet))
        && sought.form.hash.is_none_or(|hash| hash == sought.hash);
    let verdict = match (matches.is_empty(), is_well_spelt && matches.iter().any(is_asked_for)) {
        (true, _) => PinVerdict::Unmatched,
        (false, true) => PinVerdict::Matches,
        (false, false) => PinVerdict::Mistaken,
    };
    let sentences = words::sentences(sought, &matches, inventory);
    PinMatch { sought: sought.clone(), matches, verdict, sentences }
}

/// Whether `hashed` is what the form of the pin has hashed; where it has none, what programs pin.
fn is_hashed_so(sought: &SoughtPin, hashed: &Hashed) -> bool {
    match (sought.form.of, sought.form.is_ssh) {
        (_, true) => *hashed == Hashed::Ssh,
        (Some(Pinned::Certificate), _) => *hashed == Hashed::Certificate,
        (Some(Pinned::PublicKey), _) => *hashed == Hashed::PublicKey,
        (None, _) => matches!(hashed, Hashed::Certificate | Hashed::PublicKey | Hashed::Jwk | Hashed::Ssh),
    }
}

/// Whether the object is of the kind that the form of the pin compares with. A key by itself may be anybody's; a CA that issued
/// nothing here may be the peer itself.
fn is_held_so(sought: &SoughtPin, object: Option<ObjectId>, inventory: &Inventory) -> bool {
    let certificate = object.and_then(|id| inventory.certificate(id));
    match (sought.form.holder, certificate) {
        (Some(Holder::Nobody), _) => false,
        (Some(Holder::Authority), Some(certificate)) => certificate.is_ca(),
        (Some(Holder::EndEntity), Some(certificate)) => {
            !certificate.is_ca() || object.and_then(|id| issued_by(inventory, id)).is_none()
        }
        _ => true,
    }
}

/// Every byte string of an object that someone may have hashed.
fn materials(object: &Object) -> Vec<(Hashed, Vec<u8>)> {
    let mut materials = Vec::new();
    if let Content::Certificate(certificate) = &object.content {
        materials.push((Hashed::Certificate, certificate.der.clone()));
        materials.push((Hashed::Tbs, certificate.tbs_octets().to_vec()));
        materials.extend(texts(certificate));
    }
    if let Some(key) = object.content.public_key() {
        materials.extend(key_materials(key));
    }
    materials
}

fn key_materials(key: &PublicKey) -> Vec<(Hashed, Vec<u8>)> {
    let mut materials = vec![(Hashed::PublicKey, key.der.clone()), (Hashed::RawKey, key.key.clone())];
    materials.extend(pin::jwk_members(key).map(|members| (Hashed::Jwk, members.into_bytes())));
    materials.extend(pin::ssh_blob(key).map(|blob| (Hashed::Ssh, blob)));
    if let KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) = &key.kind {
        materials.push((Hashed::Modulus, rsa.modulus.clone()));
        // As `openssl rsa -modulus` prints it, the habitual way of comparing keys.
        let printed = format!("Modulus={}", data_encoding::HEXUPPER.encode(&rsa.modulus));
        materials.push((Hashed::Modulus, format!("{printed}\n").into_bytes()));
        materials.push((Hashed::Modulus, printed.into_bytes()));
    }
    materials
}

/// The certificate as text, in the widths that programs write it.
fn texts(certificate: &Certificate) -> Vec<(Hashed, Vec<u8>)> {
    let base64 = BASE64.encode(&certificate.der);
    let lines = |width: usize, end: &str| -> String {
        let mut text = String::with_capacity(base64.len() + base64.len() / 32);
        for (index, character) in base64.chars().enumerate() {
            if index > 0 && index % width == 0 {
                text.push_str(end);
            }
            text.push(character);
        }
        text
    };
    let armoured = |end: &str| {
        let body = lines(64, end);
        format!("-----BEGIN CERTIFICATE-----{end}{body}{end}-----END CERTIFICATE-----")
    };
    let pems = [armoured("\n"), armoured("\n") + "\n", armoured("\r\n") + "\r\n"];
    let bodies = [base64.clone(), format!("{base64}\n"), lines(64, "\n") + "\n", lines(76, "\n") + "\n"];
    let pems = pems.into_iter().map(|text| (Hashed::Pem, text.into_bytes()));
    pems.chain(bodies.into_iter().map(|text| (Hashed::Base64, text.into_bytes()))).collect()
}

/// Places of the files, and of the files inside Secrets, whose digest it is.
fn files(sources: &[Source], is_digest: impl Fn(&[u8]) -> bool) -> impl Iterator<Item = String> {
    let mut places: Vec<String> = sources
        .iter()
        .filter(|source| is_digest(&source.content))
        .map(|source| source.name.clone())
        .collect();
    for file in source::scan(sources).files.iter().filter(|file| is_digest(&file.bytes)) {
        let place = file.place.to_string();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.into_iter()
}

/// Something here that was issued by `object`.
fn issued_by(inventory: &Inventory, object: ObjectId) -> Option<ObjectId> {
    inventory.relations.iter().find_map(|relation| match relation {
        Relation::Issued { issuer, subject, .. } if *issuer == object && *subject != object => Some(*subject),
        _ => None,
    })
}

/// True for the hash functions whose pins are still relied upon.
const fn is_strong(hash: Hash) -> bool {
    !matches!(hash, Hash::Sha1)
}
