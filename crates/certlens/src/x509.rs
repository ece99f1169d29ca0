//! Certificates and what goes with them, read leniently: every reader gives what it could make out and a list of defects.

pub mod algorithm;
pub mod certificate;
pub mod certificate_list;
pub mod extension;
pub mod form;
pub mod general_name;
pub mod name;
pub mod ocsp;
pub mod oids;
pub mod private_key;
pub mod public_key;
pub mod request;
pub mod serial_number;
pub(crate) mod signed_data;
