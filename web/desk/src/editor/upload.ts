// Sends a picture with its progress told (which fetch cannot do), and answers what the story keeps of it.
import type {components} from '../api/schema.gen';
import type {Problem} from '../api/client';
import {currentCsrfToken} from '../api/client';

// What the server says of a body before the desk sees it, in lines of text.
const PROBLEMS: Record<number, string> = {408: 'offline', 413: 'too_large', 429: 'throttled', 507: 'no_room'};

export type Picture = components['schemas']['Picture'];

export function upload(file: File, told: (share: number) => void): Promise<{picture?: Picture; problem?: Problem}> {
    return new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('POST', '/desk/api/pictures');
        request.setRequestHeader('X-CSRF-Token', currentCsrfToken());
        request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
        request.responseType = 'json';
        request.upload.onprogress = ({loaded, total}) => told(loaded / total);
        const problem = (code: string): {problem: Problem} => ({problem: {error: {code, message: code}}});
        request.onload = () => {
            if (request.status === 201) resolve({picture: request.response as Picture});
            else if (PROBLEMS[request.status]) resolve(problem(PROBLEMS[request.status]!));
            else resolve(request.response ? {problem: request.response as Problem} : problem(request.status === 401 ? 'signed_out' : 'failed'));
        };
        request.onerror = () => resolve(problem('offline'));
        request.send(file);
    });
}
