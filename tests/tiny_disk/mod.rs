//! A small file system, mounted where a test wants it: for disks that are full.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Unmounts itself when it goes.
pub struct TinyDisk(PathBuf);

impl TinyDisk {
    /// A file system of this size; `None` without the right to mount one.
    pub fn mount(at: &Path, kibibytes: usize) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kibibytes}k"), "tmpfs"])
            .arg(at)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Self(at.to_owned()))
    }
}

impl Drop for TinyDisk {
    fn drop(&mut self) {
        // What stays mounted is said by the next mount; there is nobody to tell here.
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
