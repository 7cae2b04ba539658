import { foundPlaces, searchPlacesInput } from '@/contracts/places';
import { searchPlaces } from '@/server/services/accounts';
import { router, signedInProcedure } from '../init';

export const placesRouter = router({
  search: signedInProcedure
    .input(searchPlacesInput)
    .output(foundPlaces)
    .query(({ ctx, input }) => searchPlaces({ ctx, input })),
});
