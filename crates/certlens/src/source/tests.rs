//! Every way a bundle of two certificates was seen to arrive, and what is made of it.

mod bundles;
