//! Certificates made on the spot, from keys that are numbers: the same bytes every time.

use core::ops::Range;

use certlens::crypto::digest::sha1;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};

const ECDSA_WITH_SHA256: [u8; 12] = [0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];

/// An entity: a name and a key.
#[derive(Debug, Clone)]
pub struct Entity {
    name: String,
    key: SigningKey,
}

impl Entity {
    /// The entity `name` with key number `number`, which is above 0.
    ///
    /// # Panics
    /// If the number is 0.
    #[must_use]
    pub fn new(name: &str, number: u64) -> Self {
        let mut scalar = [0; 32];
        scalar[24..].copy_from_slice(&number.to_be_bytes());
        Self { name: name.to_owned(), key: SigningKey::from_slice(&scalar).expect("a number above 0") }
    }

    /// Its certificate, issued by `issuer` with serial number `serial`: a CA's with the DNS subtrees `permitted`, or one with the DNS
    /// names `names`. Valid from 2020 to 2040.
    #[must_use]
    pub fn certificate(&self, issuer: &Self, serial: u32, kind: &Kind) -> Vec<u8> {
        let mut number = vec![1];
        number.extend(serial.to_be_bytes());
        let validity = sequence(&[&tlv(0x17, b"200101000000Z"), &tlv(0x17, b"400101000000Z")]);
        let tbs = sequence(&[
            &tlv(0xa0, &[2, 1, 2]),
            &tlv(2, &number),
            &ECDSA_WITH_SHA256,
            &name(&issuer.name),
            &validity,
            &name(&self.name),
            &self.public_key(),
            &tlv(0xa3, &extensions(kind)),
        ]);
        let signature: DerSignature = issuer.key.sign(&tbs);
        let octets = [&[0], signature.as_bytes()].concat();
        sequence(&[&tbs, &ECDSA_WITH_SHA256, &tlv(3, &octets)])
    }

    /// Its OCSP response, which names itself, says of each of `serials` that the certificate with that serial number from `issuer` is
    /// good from 2026-10-01 to 2026-12-01, and encloses `enclosed`, the content of `certs`.
    #[must_use]
    pub fn response(&self, issuer: &Self, serials: Range<u32>, enclosed: &[u8]) -> Vec<u8> {
        let time = |text: &str| tlv(0x18, text.as_bytes());
        let hash = sequence(&[&[6, 5, 0x2b, 0x0e, 3, 2, 0x1a], &[5, 0]]);
        let [name_hash, key_hash] =
            [sha1(&name(&issuer.name)), sha1(&issuer.point())].map(|hash| tlv(4, &hash));
        let answer = |serial: u32| {
            let number = tlv(2, &[&[1], serial.to_be_bytes().as_slice()].concat());
            let certificate = sequence(&[&hash, &name_hash, &key_hash, &number]);
            let next = tlv(0xa0, &time("20261201000000Z"));
            sequence(&[&certificate, &[0x80, 0], &time("20261001000000Z"), &next])
        };
        let answers: Vec<u8> = serials.flat_map(answer).collect();
        let responder = tlv(0xa1, &name(&self.name));
        let tbs = sequence(&[&responder, &time("20261001000000Z"), &tlv(0x30, &answers)]);
        let signature: DerSignature = self.key.sign(&tbs);
        let signature = tlv(3, &[&[0], signature.as_bytes()].concat());
        let basic = sequence(&[&tbs, &ECDSA_WITH_SHA256, &signature, &tlv(0xa0, enclosed)]);
        let kind = [6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
        let bytes = sequence(&[&kind, &tlv(4, &basic)]);
        sequence(&[&[0x0a, 1, 0], &tlv(0xa0, &bytes)])
    }

    fn point(&self) -> Vec<u8> {
        self.key.verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    fn public_key(&self) -> Vec<u8> {
        let algorithm =
            [0x30, 19, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
        sequence(&[&algorithm, &tlv(3, &[&[0], self.point().as_slice()].concat())])
    }
}

/// What a certificate is for.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A CA's, with these permitted DNS subtrees, if any.
    Authority(Vec<String>),
    /// An end entity's, with these DNS names.
    EndEntity(Vec<String>),
}

fn extensions(kind: &Kind) -> Vec<u8> {
    let extension = |arc: u8, critical: bool, value: &[u8]| {
        let flag: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
        sequence(&[&[6, 3, 0x55, 0x1d, arc], flag, &tlv(4, value)])
    };
    let names = |names: &[String]| names.iter().map(|name| tlv(0x82, name.as_bytes())).collect::<Vec<_>>();
    let all = match kind {
        Kind::EndEntity(list) => vec![extension(17, false, &tlv(0x30, &names(list).concat()))],
        Kind::Authority(permitted) => {
            let mut all = vec![extension(19, true, &[0x30, 3, 1, 1, 0xff])];
            if !permitted.is_empty() {
                let subtrees: Vec<u8> = names(permitted).iter().flat_map(|name| tlv(0x30, name)).collect();
                all.push(extension(30, true, &tlv(0x30, &tlv(0xa0, &subtrees))));
            }
            all
        }
    };
    tlv(0x30, &all.concat())
}

fn name(common_name: &str) -> Vec<u8> {
    let attribute = sequence(&[&[6, 3, 0x55, 4, 3], &tlv(0x0c, common_name.as_bytes())]);
    sequence(&[&tlv(0x31, &attribute)])
}

/// A SEQUENCE of these elements.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant: Vec<u8> = length.into_iter().skip_while(|octet| *octet == 0).collect();
    let mut element = vec![tag];
    match significant.as_slice() {
        [] => element.push(0),
        [short] if *short < 0x80 => element.push(*short),
        long => {
            element.push(0x80 | u8::try_from(long.len()).expect("a short length"));
            element.extend(long);
        }
    }
    element.extend(content);
    element
}
