//! Every certificate of a pair, read once for all stacks, and every signature checked once.

use core::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::crypto::key_match;
use crate::crypto::signature::{self, SignatureCheck};
use crate::defect::Defect;
use crate::x509::certificate::{self, Certificate};

/// A certificate as our lenient reader has it. What a stack's own parser makes of it is the stack's business.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// Its number on the shelf.
    pub(crate) id: usize,
    /// Its bytes as they were given, with what may follow the certificate.
    pub(crate) der: Vec<u8>,
    pub(crate) certificate: Certificate,
    /// What is odd about the encoding, in the order of the bytes.
    pub(crate) defects: Vec<Defect>,
}

impl Parsed {
    /// Whether the signature ends within an octet, which no algorithm makes (X.690 §8.6.2.2: the octet before says it).
    pub(crate) fn has_partial_signature(&self) -> bool {
        let certificate = &self.certificate;
        let unused = certificate.signature.start.checked_sub(1).and_then(|at| certificate.der.get(at));
        unused.is_some_and(|unused| *unused != 0)
    }
}

/// The certificates read so far and the signatures checked.
#[derive(Default)]
pub(crate) struct Shelf {
    parsed: RefCell<Vec<Rc<Parsed>>>,
    known: RefCell<HashMap<Vec<u8>, usize>>,
    checks: RefCell<HashMap<(usize, usize), SignatureCheck>>,
    /// Certificates as they would be issued again, and the key that would sign them, where there is one.
    reissued: RefCell<HashMap<Vec<u8>, Option<Vec<u8>>>>,
}

impl Shelf {
    /// The certificate that these bytes begin with; `None` if they do not begin with a SEQUENCE.
    pub(crate) fn read(&self, der: &[u8]) -> Option<Rc<Parsed>> {
        let known = self.known.borrow().get(der).copied();
        if let Some(known) = known {
            return self.parsed.borrow().get(known).cloned();
        }
        let mut defects = Vec::new();
        let certificate = certificate::read(der, &mut defects)?;
        let mut parsed = self.parsed.borrow_mut();
        let id = parsed.len();
        let entry = Rc::new(Parsed { id, der: der.to_vec(), certificate, defects });
        parsed.push(Rc::clone(&entry));
        self.known.borrow_mut().insert(der.to_vec(), id);
        Some(entry)
    }

    /// Takes `der` for signed by `key`, an identity of [`key_match`], though nobody has: it is what its issuer would issue.
    pub(crate) fn reissue(&self, der: Vec<u8>, key: Option<Vec<u8>>) {
        self.reissued.borrow_mut().insert(der, key);
    }

    /// Whether the key of `issuer` made the signature of `subject`.
    pub(crate) fn signature(&self, issuer: &Parsed, subject: &Parsed) -> SignatureCheck {
        if let Some(signer) = self.reissued.borrow().get(&subject.der) {
            let own = issuer.certificate.public_key.as_ref().map(key_match::identity);
            let is_signer = own.is_some() && *signer == own;
            return if is_signer { SignatureCheck::Valid } else { SignatureCheck::Invalid };
        }
        let known = self.checks.borrow().get(&(issuer.id, subject.id)).cloned();
        known.unwrap_or_else(|| {
            let certificate = &subject.certificate;
            let check = issuer.certificate.public_key.as_ref().map_or(SignatureCheck::Invalid, |key| {
                signature::verify(
                    &certificate.signature_algorithm,
                    key,
                    certificate.tbs_octets(),
                    certificate.signature_octets(),
                )
            });
            self.checks.borrow_mut().insert((issuer.id, subject.id), check.clone());
            check
        })
    }
}
