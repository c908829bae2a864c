/** What the system calls a failure, in words that follow "Can't read …:" or "Can't write …:". */
export function reasonOf(cause: unknown): string {
  const {code, message} = cause as NodeJS.ErrnoException
  return reasons[code ?? ''] ?? code ?? message
}

const reasons: Partial<Record<string, string>> = {
  EACCES: 'permission denied',
  EAGAIN: 'it has nothing to read yet',
  EDQUOT: 'no more space is granted to you',
  EEXIST: 'a file stands where its directory should be',
  EINVAL: 'it is no regular file',
  EIO: 'the disk fails',
  EISDIR: 'it is a directory',
  ELOOP: 'it is a link to itself',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where its directory should be',
  ENXIO: 'it is no regular file',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ERR_INVALID_ARG_VALUE: 'its name has a null character',
}
