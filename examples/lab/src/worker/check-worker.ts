import { checkTasks } from './check-tasks';
import { serve } from './serve';

serve(checkTasks);
