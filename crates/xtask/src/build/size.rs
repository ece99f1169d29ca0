//! How much a visitor downloads, and how much that may be.

use anyhow::{Result, ensure};

use super::compress::{brotli, gzip};
use super::page::Files;

/// All files of the site together, after brotli, in bytes: what they hold today, and 2 % for what is being built.
///
/// The aim is 450,000 and is missed by far. Of the 989,000 there are, about 621,000 are the reader, the paths, the lints and
/// the page with their texts; the rest came with the fourteen stacks and their own words, the look-up of errors, cures, fixes,
/// configuration, archives and the pictures.
const BUDGET: usize = 1_010_000;

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
