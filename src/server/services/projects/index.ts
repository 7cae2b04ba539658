export { createProject } from './create-project';
export { insertProject } from './insert-project';
export { listProjects, type Project } from './list-projects';
