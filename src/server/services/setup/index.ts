export { type SetUp, setUpInstance } from './set-up-instance';
