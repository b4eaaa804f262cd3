//! What this process holds in memory.

use std::fs;

/// Resident memory of the whole process, all readers together; `None` where there is no `/proc` to read it from.
pub(super) fn resident_bytes() -> Option<u64> {
    in_status(&fs::read_to_string("/proc/self/status").ok()?)
}

/// The line is `VmRSS:     12345 kB` (`proc_pid_status(5)`).
fn in_status(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_resident_set_among_the_lines() {
        assert_eq!(in_status("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t3\n"), Some(2_097_152));
        assert_eq!(in_status("Name:\tx\n"), None);
    }
}
