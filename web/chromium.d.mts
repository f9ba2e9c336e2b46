export function chromiumPath(env?: { CHROMIUM?: string | undefined; PATH?: string | undefined }): string;
