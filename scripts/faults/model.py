"""What a trace of file operations leaves on a disk, after a kill or a loss of power."""

import os
import pathlib
import random
import shutil

PAGE = 4096


def load(path):
    """The operations of a trace, in order."""
    operations = []
    for line in pathlib.Path(path).read_text().splitlines():
        word, _, rest = line.partition(" ")
        if word == "write":
            inode, offset, text = rest.split(" ", 2)
            operations.append(("write", inode, int(offset), bytes.fromhex(text)))
        elif word in ("create", "truncate"):
            inode, value = rest.split(" ", 1)
            operations.append((word, inode, os.path.normpath(value) if word == "create" else int(value)))
        elif word in ("rename", "link"):
            source, target = rest.split("\t")
            operations.append((word, os.path.normpath(source), os.path.normpath(target)))
        elif word in ("unlink", "mkdir", "syncfolder"):
            operations.append((word, os.path.normpath(rest)))
        else:
            operations.append((word, rest))  # sync INODE, ack TEXT
    return operations


def tears(operation):
    """The beginnings of a write that a kill can leave: up to each page, and within the first."""
    _, _, offset, data = operation
    first = PAGE - offset % PAGE
    cuts = list(range(first, len(data), PAGE)) if first < len(data) else []
    return sorted({cut for cut in cuts + [1, len(data) // 2] if 0 < cut < len(data)})


class File:
    """A file's bytes as processes see them, as the disk has them, and what lies between."""

    def __init__(self):
        self.seen = bytearray()
        self.synced = b""
        self.pending = []

    def write(self, offset, data):
        if len(self.seen) < offset:
            self.seen.extend(bytes(offset - len(self.seen)))
        self.seen[offset:offset + len(data)] = data
        self.pending.append((offset, data))

    def truncate(self, length):
        del self.seen[length:]
        self.pending.append((length, None))

    def sync(self):
        self.synced = bytes(self.seen)
        self.pending = []

    def after_power_loss(self, chance, is_log):
        """Synced bytes with some of the pages written since.

        Of a log, which is only appended to, pages reach the disk in order, and the rest is cut off or
        reads as zeros. Of other files any pages may be missing.
        """
        if not self.pending or chance.random() < 0.3:
            return self.synced
        if is_log:
            keep = chance.randint(len(self.synced), len(self.seen))
            keep -= keep % PAGE if chance.random() < 0.5 else 0
            keep = max(keep, len(self.synced))
            kept = bytes(self.seen[:keep])
            return kept + bytes(len(self.seen) - keep) if chance.random() < 0.5 else kept
        result = bytearray(self.synced)
        for offset, data in self.pending:
            if data is None:
                if chance.random() < 0.5:
                    del result[offset:]
                continue
            start = 0
            while start < len(data):
                end = min(len(data), start + PAGE - (offset + start) % PAGE)
                if chance.random() < 0.5:
                    if len(result) < offset + start:
                        result.extend(bytes(offset + start - len(result)))
                    result[offset + start:offset + end] = data[start:end]
                start = end
        return bytes(result)


FOLDER = object()


class Disk:
    """A folder and what is known of it after a power loss."""

    def __init__(self, root):
        self.root = os.path.normpath(root)
        self.names = {}
        self.durable = {}
        self.pending = []  # (folder, [(name, file or None)])
        self.inodes = {}

    def hold(self, folder):
        """Takes in the files of a folder, all of them on the disk."""
        for place, folders, names in os.walk(folder):
            for name in folders:
                self.names[os.path.join(place, name)] = FOLDER
            for name in names:
                file = File()
                file.synced = pathlib.Path(place, name).read_bytes()
                file.seen = bytearray(file.synced)
                self.names[os.path.join(place, name)] = file
        self.durable = dict(self.names)

    def apply(self, operation):
        word = operation[0]
        if word == "create":
            file = File()
            self.inodes[operation[1]] = file
            self.name([(operation[2], file)])
        elif word == "write":
            if operation[1] in self.inodes:
                self.inodes[operation[1]].write(operation[2], operation[3])
        elif word == "truncate":
            if operation[1] in self.inodes:
                self.inodes[operation[1]].truncate(operation[2])
        elif word == "sync":
            if operation[1] in self.inodes:
                self.inodes[operation[1]].sync()
        elif word == "rename":
            self.name([(operation[1], None), (operation[2], self.names[operation[1]])])
        elif word == "link":
            self.name([(operation[2], self.names[operation[1]])])
        elif word == "unlink":
            self.name([(operation[1], None)])
        elif word == "mkdir":
            self.name([(operation[1], FOLDER)])
        elif word == "syncfolder":
            self.flush(operation[1])

    def name(self, changes):
        for name, file in changes:
            if file is None:
                self.names.pop(name, None)
            else:
                self.names[name] = file
        self.pending.append((os.path.dirname(changes[-1][0]), changes))

    def flush(self, folder):
        for place, changes in self.pending:
            if place == folder:
                self.keep(self.durable, changes)
        self.pending = [entry for entry in self.pending if entry[0] != folder]

    @staticmethod
    def keep(names, changes):
        for name, file in changes:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file

    def after_kill(self, target):
        """Writes the files as another process finds them when this one is killed."""
        self.materialize(
            target, {name: file if file is FOLDER else bytes(file.seen)
                     for name, file in self.names.items()})

    def after_power_loss(self, target, chance):
        """Writes the files as they may be when the machine comes back."""
        names = dict(self.durable)
        for _, changes in self.pending:
            if chance.random() < 0.5:
                self.keep(names, changes)
        files = {}
        for name, file in names.items():
            if not self.is_reachable(name, names):
                continue  # Its folder is not there.
            files[name] = file if file is FOLDER else file.after_power_loss(
                chance, os.path.basename(name).startswith("journal."))
        self.materialize(target, files)

    def is_reachable(self, name, names):
        place = os.path.dirname(name)
        return place == self.root or (
            names.get(place) is FOLDER and self.is_reachable(place, names))

    def materialize(self, target, files):
        shutil.rmtree(target, ignore_errors=True)
        os.makedirs(target)
        for name, data in sorted(files.items(), key=lambda item: item[0]):
            path = os.path.join(target, os.path.relpath(name, self.root))
            if data is FOLDER:
                os.makedirs(path)
                continue
            with open(path, "wb") as file:
                file.write(data)
