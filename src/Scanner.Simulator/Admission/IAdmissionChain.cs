namespace Scanner.Simulator.Admission;

/// <summary>
/// The two admission phases around API validation, in the order of the real server: mutate, (defaults, API validation), validate.
/// </summary>
public interface IAdmissionChain
{
    Task<AdmissionOutcome> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken);

    Task<AdmissionOutcome> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken);
}
