//! Placeholder.
use crate::defect::Defect;
use crate::x509::public_key::PublicKey;

/// Facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateKeyFacts {
    /// key
    pub public_key: Option<PublicKey>,
}

pub(crate) fn read(_: &[u8], _: Option<&str>, _: &mut Vec<Defect>) -> PrivateKeyFacts {
    PrivateKeyFacts { public_key: None }
}

impl PrivateKeyFacts {
    /// title
    pub fn title(&self) -> String {
        "private key".to_owned()
    }
}
