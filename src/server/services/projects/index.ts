export { createProject } from './create-project';
export { listProjects, type Project } from './list-projects';
