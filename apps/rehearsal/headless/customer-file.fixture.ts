import { writeFile } from 'node:fs/promises';

const HEADER =
  '"age";"job";"marital";"education";"default";"balance";"housing";"loan";"contact";"day";"month";"duration";"campaign";"pdays";"previous";"poutcome";"y"';
const jobs = ['management', 'technician', 'blue-collar', 'admin.', 'services', 'retired'];
const education = ['primary', 'secondary', 'tertiary'];

/** Made-up customers in the columns of the reference file: the same for the same number. */
export async function writeCustomerFile(file: string, customers: number): Promise<void> {
  const line = (i: number) => {
    const mixed = (i * 2_654_435_761) >>> 8;
    const age = 22 + (mixed % 52);
    const balance = Math.round((mixed % 977) ** 1.6) - 300;
    return `${age};"${jobs[mixed % 6]}";"married";"${education[mixed % 3]}";"no";${balance};"yes";"no";"cellular";15;"may";0;1;-1;0;"unknown";"no"`;
  };
  await writeFile(
    file,
    [HEADER, ...Array.from({ length: customers }, (_, i) => line(i))].join('\n'),
  );
}
