//! How much a visitor downloads, and how much that may be.

use anyhow::{Result, ensure};

use super::compress::{brotli, gzip};
use super::page::Files;

/// All files of the site together, after brotli, in bytes: what they hold today, and 2 % for what is being built.
///
/// The aim is 450,000 and is missed by far. Of the 1,008,000 there are, 190,000 are the module's data: texts, and Unicode's tables
/// with 40,000. Of its code, by how much smaller it was without each, before it was written so that it packs better by 2 %: the stacks
/// with the look-up of errors and the cures 140,000 (32,000 of them for the readers of OpenSSL, Java, BoringSSL and wolfSSL, down to
/// the field that each refuses), the page 127,000, cryptography 87,000, reading of sources and objects 67,000, the lints 57,000,
/// reports, fixes, pins and names 54,000, paths 27,000, YAML 22,000, what crosses to the worker and JSON 17,000, the strict second
/// opinion 13,000, Unicode 11,000. Since then 25,000 came for reading dumps and labels, lists of pins, and keys in comparisons, and
/// 27,000 for comparing what cert-manager and webhooks were asked for with what there is (13,000), for logs, literals and further dumps
/// (10,000) and for settings that leave a certificate unverified (4,000). Without LLVM's loop strength reduction and partial redundancy
/// elimination it would be 13,000 less, and the page half as fast.
const BUDGET: usize = 1_028_000;

/// Prints the sizes and fails when the site has outgrown its budget.
pub(crate) fn report(site: &Files, single: &[u8]) -> Result<()> {
    let mut total = [0; 3];
    println!("{:<34}{:>10}{:>10}{:>10}", "", "raw", "gzip", "brotli");
    for (name, bytes) in site {
        let sizes = measure(bytes)?;
        row(name, sizes);
        for (sum, size) in total.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    row("the site in all", total);
    row(super::SINGLE_FILE, measure(single)?);
    let [_, _, brotli] = total;
    ensure!(
        brotli <= BUDGET,
        "The site takes {brotli} bytes after brotli and may take {BUDGET}. Find what grew, or raise BUDGET in crates/xtask/src/build/size.rs and say why."
    );
    Ok(())
}

fn measure(bytes: &[u8]) -> Result<[usize; 3]> {
    Ok([bytes.len(), gzip(bytes)?.len(), brotli(bytes)?.len()])
}

fn row(name: &str, [raw, gzip, brotli]: [usize; 3]) {
    println!("{name:<34}{raw:>10}{gzip:>10}{brotli:>10}");
}
