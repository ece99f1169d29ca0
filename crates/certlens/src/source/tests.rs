//! What is found in everything that was seen to be pasted, and that nothing is lost or breaks.

mod bundles;
mod dumps;
mod kubernetes;
mod limits;
mod masking;
mod printed;
