//! The version of a PKCS #8 key, at which several stacks stop.

use crate::der::Reader;
use crate::x509::form::{self, Form};

/// `OneAsymmetricKey` (RFC 5958 §2): version 2, which is written as 1, and may hold the public key too.
pub(in crate::peer) fn is_version_2(bytes: &[u8]) -> bool {
    let mut unused = Vec::new();
    let outer = Reader::new(bytes).next(&mut unused);
    let version = outer.and_then(|outer| Reader::inside(bytes, outer).next(&mut unused));
    form::of(bytes) == Some(Form::PrivateKeyInfo)
        && version.is_some_and(|version| version.content.of(bytes) == [1])
}
